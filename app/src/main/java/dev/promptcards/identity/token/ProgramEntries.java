package dev.promptcards.identity.token;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;

import dev.promptcards.audit.AuditEntry;
import dev.promptcards.tenancy.UserId;

import java.util.Optional;
import java.util.UUID;

/// What the audit log says of programs somebody is signed in with.
public final class ProgramEntries {

    private ProgramEntries() {}

    /// @param client what the program calls itself and its machine, which often is somebody's name
    public static AuditEntry signedIn(UserId user, UUID family, String client) {
        return entry("session.sign-in", family)
                .about(
                        Optional.of(user),
                        JsonNodeFactory.instance.objectNode().put("device", client));
    }

    static AuditEntry signedOut(UUID family) {
        return entry("session.sign-out", family);
    }

    static AuditEntry revoked(UUID family) {
        return entry("session.revoke", family);
    }

    /// A refresh token was shown again, by nobody knows whom; its program was signed out.
    static AuditEntry reused(UserId user, UUID family) {
        return entry("token.reuse", family)
                .about(Optional.of(user), JsonNodeFactory.instance.objectNode());
    }

    private static AuditEntry entry(String action, UUID family) {
        return new AuditEntry(action, "program", family.toString(), "");
    }
}
