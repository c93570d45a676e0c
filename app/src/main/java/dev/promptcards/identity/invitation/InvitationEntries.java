package dev.promptcards.identity.invitation;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.promptcards.audit.AuditEntry;

import java.util.Optional;

/// What the audit log says of invitations. Whom one is for is personal data, of somebody who may
/// have no account yet.
final class InvitationEntries {

    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private InvitationEntries() {}

    static AuditEntry created(Invitation invitation) {
        return addressed(
                entry("invitation.create", invitation)
                        .after(
                                role(invitation)
                                        .put("expiresAt", invitation.expiresAt().toString())),
                invitation);
    }

    static AuditEntry revoked(Invitation invitation) {
        return addressed(
                entry("invitation.revoke", invitation).before(role(invitation)), invitation);
    }

    static AuditEntry accepted(Invitation invitation) {
        return entry("invitation.accept", invitation).after(role(invitation));
    }

    /// @param reason what spoke against it, in words
    static AuditEntry refused(Invitation invitation, String reason) {
        return entry("invitation.refused", invitation)
                .after(role(invitation).put("reason", reason));
    }

    private static AuditEntry entry(String action, Invitation invitation) {
        return new AuditEntry(action, "invitation", invitation.id().toString(), "");
    }

    private static AuditEntry addressed(AuditEntry entry, Invitation invitation) {
        return invitation
                .email()
                .map(email -> entry.about(Optional.empty(), JSON.objectNode().put("email", email)))
                .orElse(entry);
    }

    private static ObjectNode role(Invitation invitation) {
        return JSON.objectNode().put("role", invitation.role());
    }
}
