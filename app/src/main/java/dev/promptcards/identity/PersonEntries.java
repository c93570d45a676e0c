package dev.promptcards.identity;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;

import dev.promptcards.audit.AuditEntry;
import dev.promptcards.tenancy.UserId;

import java.util.Optional;

/// What the audit log says of people, in the installation's chain.
public final class PersonEntries {

    private PersonEntries() {}

    /// @param admin whether they run the installation
    /// @param details personal data, such as their address
    public static AuditEntry created(UserId user, boolean admin, JsonNode details) {
        return entry("user.create", user)
                .after(JsonNodeFactory.instance.objectNode().put("admin", admin))
                .about(Optional.of(user), details);
    }

    /// Neither the old password nor the new one is said.
    public static AuditEntry passwordChanged(UserId user) {
        return entry("user.password-change", user);
    }

    /// They are known by what a provider calls them from now on, which is personal and is not said.
    ///
    /// @param issuer the provider
    public static AuditEntry identityLinked(UserId user, String issuer) {
        return entry("user.identity-link", user)
                .after(JsonNodeFactory.instance.objectNode().put("issuer", issuer));
    }

    /// What is personal about somebody, to be kept apart.
    public static JsonNode details(String email, String displayName) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("email", email)
                .put("displayName", displayName);
    }

    private static AuditEntry entry(String action, UserId user) {
        return new AuditEntry(action, "user", user.toString(), "");
    }
}
