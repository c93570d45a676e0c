package dev.promptcards.identity;

import com.fasterxml.jackson.annotation.JsonValue;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/// What may be done in a workspace. A role is a set of these; which ones the built-in roles hold
/// stands in the database (`built_in_permissions`).
public enum Permission {
    WORKSPACE_READ("workspace.read", "See the workspace and its settings."),
    WORKSPACE_MANAGE("workspace.manage", "Rename the workspace and change its settings."),
    WORKSPACE_ARCHIVE("workspace.archive", "Archive the workspace and bring it back."),
    CARD_READ("card.read", "Read and render cards, versions and labels."),
    CARD_WRITE("card.write", "Create, change and archive cards, and give them new versions."),
    LABEL_MOVE("label.move", "Move and remove labels that are not protected."),
    LABEL_MOVE_PROTECTED("label.move-protected", "Move and remove protected labels."),
    LABEL_PROTECT("label.protect", "Say which labels are protected, and how."),
    SUITE_READ("suite.read", "Read suites and cases."),
    SUITE_WRITE("suite.write", "Create suites and publish revisions."),
    RUN_READ("run.read", "Read runs and their results."),
    RUN_START("run.start", "Start runs, which may cost money."),
    RUN_DECIDE("run.decide", "Cancel and resume runs, and decide what becomes of lost calls."),
    DATA_EXPORT("data.export", "Take out whole cards, suites and results."),
    CONNECTION_READ("connection.read", "See the connections to providers, without their keys."),
    CONNECTION_WRITE("connection.write", "Set up and change the connections to providers."),
    MEMBER_READ("member.read", "See who is a member, with name and e-mail address, and the roles."),
    MEMBER_MANAGE("member.manage", "Invite people, give them roles and remove them."),
    ROLE_MANAGE("role.manage", "Make, change and delete the workspace's own roles."),
    KEY_MANAGE("key.manage", "Make and revoke API keys."),
    LIMIT_READ("limit.read", "See the limits of the workspace and how far they are used."),
    LIMIT_MANAGE("limit.manage", "Set the limits of the workspace."),
    AUDIT_READ("audit.read", "Read the audit log.");

    private final String word;
    private final String meaning;

    Permission(String word, String meaning) {
        this.word = word;
        this.meaning = meaning;
    }

    /// As roles, keys and the API write it.
    @JsonValue
    public String word() {
        return word;
    }

    /// What it lets one do, as a sentence.
    public String meaning() {
        return meaning;
    }

    /// The permissions of those words. One that this version does not know is one nobody asks for.
    public static Set<Permission> allOf(String[] words) {
        var known = EnumSet.noneOf(Permission.class);
        Arrays.stream(words).map(Permission::of).flatMap(Optional::stream).forEach(known::add);
        return known;
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
