package dev.promptcards.identity.member;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.promptcards.audit.AuditEntry;
import dev.promptcards.identity.PersonEntries;
import dev.promptcards.tenancy.UserId;

import java.util.Optional;

/// What the audit log says of who is in a workspace.
public final class MemberEntries {

    private MemberEntries() {}

    /// Somebody became a member, by their own doing.
    public static AuditEntry added(UserId user, String role) {
        return entry("member.add", user).after(role(role));
    }

    static AuditEntry changed(Member before, String role) {
        return about(before, entry("member.role", before.user()))
                .before(role(before.role()))
                .after(role(role));
    }

    static AuditEntry removed(Member gone) {
        return about(gone, entry("member.remove", gone.user())).before(role(gone.role()));
    }

    static AuditEntry left(Member gone) {
        return about(gone, entry("member.leave", gone.user())).before(role(gone.role()));
    }

    private static AuditEntry about(Member member, AuditEntry entry) {
        return entry.about(
                Optional.of(member.user()),
                PersonEntries.details(member.email(), member.displayName()));
    }

    private static AuditEntry entry(String action, UserId user) {
        return new AuditEntry(action, "member", user.toString(), "");
    }

    private static ObjectNode role(String role) {
        return JsonNodeFactory.instance.objectNode().put("role", role);
    }
}
