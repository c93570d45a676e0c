package dev.promptcards.identity;

import com.fasterxml.jackson.annotation.JsonValue;

import java.util.Arrays;
import java.util.Optional;

/// What may be done in a workspace. A role is a set of these; which ones the built-in roles hold
/// stands in the database (`built_in_permissions`).
public enum Permission {
    WORKSPACE_READ("workspace.read"),
    /// Rename, and set what holds for the whole workspace.
    WORKSPACE_MANAGE("workspace.manage"),
    WORKSPACE_ARCHIVE("workspace.archive"),
    CARD_READ("card.read"),
    CARD_WRITE("card.write"),
    /// Move and remove labels that are not protected.
    LABEL_MOVE("label.move"),
    /// Move and remove protected labels.
    LABEL_MOVE_PROTECTED("label.move-protected"),
    /// Say which labels are protected.
    LABEL_PROTECT("label.protect"),
    SUITE_READ("suite.read"),
    SUITE_WRITE("suite.write"),
    RUN_READ("run.read"),
    /// Start runs, which may cost money.
    RUN_START("run.start"),
    /// Cancel and resume runs, and decide what becomes of lost calls.
    RUN_DECIDE("run.decide"),
    /// Take out whole cards, suites and results.
    DATA_EXPORT("data.export"),
    CONNECTION_READ("connection.read"),
    CONNECTION_WRITE("connection.write"),
    MEMBER_READ("member.read"),
    /// Invite, remove, give roles. Nobody gives more than they hold.
    MEMBER_MANAGE("member.manage"),
    ROLE_MANAGE("role.manage"),
    KEY_MANAGE("key.manage"),
    LIMIT_READ("limit.read"),
    LIMIT_MANAGE("limit.manage"),
    AUDIT_READ("audit.read");

    private final String word;

    Permission(String word) {
        this.word = word;
    }

    /// As roles, keys and the API write it.
    @JsonValue
    public String word() {
        return word;
    }

    /// The permission of that word.
    public static Optional<Permission> of(String word) {
        return Arrays.stream(values()).filter(it -> it.word.equals(word)).findFirst();
    }

    @Override
    public String toString() {
        return word;
    }
}
