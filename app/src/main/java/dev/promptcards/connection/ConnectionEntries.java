package dev.promptcards.connection;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.promptcards.audit.AuditEntry;

import java.util.List;

/// What the audit log says of connections: that a key is set or was sent, and never which.
final class ConnectionEntries {

    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private ConnectionEntries() {}

    static AuditEntry created(Connection now, ConnectionDraft draft) {
        return entry("provider.create", now).after(sent(described(now), draft));
    }

    /// The fields that became others, and whether what nobody may read was sent anew.
    static AuditEntry updated(Connection was, Connection now, ConnectionDraft draft) {
        var before = described(was);
        var after = described(now);
        for (var name : List.copyOf(after.properties().stream().map(it -> it.getKey()).toList())) {
            if (after.get(name).equals(before.get(name))) {
                before.remove(name);
                after.remove(name);
            }
        }
        return entry("provider.update", now).before(before).after(sent(after, draft));
    }

    static AuditEntry archived(Connection was) {
        return entry("provider.archive", was).before(described(was));
    }

    /// Another connection of its kind became the default.
    static AuditEntry defaultLost(Connection was) {
        return entry("provider.default-lost", was)
                .before(JSON.objectNode().put("default", true))
                .after(JSON.objectNode().put("default", false));
    }

    /// @param provider the id that is called
    static AuditEntry tested(Connection connection, String provider) {
        return entry("provider.test", connection)
                .after(JSON.objectNode().put("provider", provider));
    }

    private static AuditEntry entry(String action, Connection connection) {
        return new AuditEntry(action, "connection", connection.id().toString(), connection.slug());
    }

    private static ObjectNode described(Connection connection) {
        var node =
                JSON.objectNode()
                        .put("kind", connection.kind())
                        .put("baseUrl", connection.baseUrl().orElse(null));
        node.set("models", connection.models());
        node.set("limits", connection.limits());
        node.set("prices", connection.prices());
        node.set("headers", connection.headerNames());
        return node.put("keySet", connection.keySet()).put("default", connection.isDefault());
    }

    private static ObjectNode sent(ObjectNode after, ConnectionDraft draft) {
        if (draft.key() != null) {
            after.put("keySent", true);
        }
        if (draft.headers() != null) {
            after.put("headersSent", true);
        }
        return after;
    }
}
