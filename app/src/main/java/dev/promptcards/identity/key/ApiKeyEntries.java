package dev.promptcards.identity.key;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.promptcards.audit.AuditEntry;

import java.util.List;

/// What the audit log says of API keys: everything but the key.
final class ApiKeyEntries {

    private ApiKeyEntries() {}

    static AuditEntry created(ApiKey key) {
        return entry("key.create", key).after(described(key));
    }

    static AuditEntry revoked(ApiKey key) {
        return entry("key.revoke", key).before(described(key));
    }

    private static AuditEntry entry(String action, ApiKey key) {
        return new AuditEntry(action, "key", key.id().toString(), key.name());
    }

    private static ObjectNode described(ApiKey key) {
        var node = JsonNodeFactory.instance.objectNode();
        List.of(key.scopes()).forEach(node.putArray("scopes")::add);
        return node.put("expiresAt", key.expiresAt().toString());
    }
}
