package dev.promptcards.identity.session;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;

import dev.promptcards.audit.AuditEntry;

import java.util.UUID;

/// What the audit log says of signing in and out at a browser.
public final class SessionEntries {

    private static final String KIND = "session";

    private SessionEntries() {}

    static AuditEntry signedIn(UUID session) {
        return entry("session.sign-in", session);
    }

    static AuditEntry signedOut(UUID session) {
        return entry("session.sign-out", session);
    }

    static AuditEntry revoked(UUID session) {
        return entry("session.revoke", session);
    }

    /// Somebody was not let in. It is about nobody: whose account it was is not said, nor whether
    /// it is anybody's.
    ///
    /// @param reason `credentials`, `too-many-tries`, or why a sign-in at a provider let nobody in
    public static AuditEntry refused(String reason) {
        return new AuditEntry("session.sign-in-refused", KIND, "", "")
                .after(JsonNodeFactory.instance.objectNode().put("reason", reason));
    }

    private static AuditEntry entry(String action, UUID session) {
        return new AuditEntry(action, KIND, session.toString(), "");
    }
}
