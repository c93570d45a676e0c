package dev.promptcards.identity.role;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.promptcards.audit.AuditEntry;
import dev.promptcards.identity.Permission;

/// What the audit log says of a workspace's own roles.
final class RoleEntries {

    private RoleEntries() {}

    static AuditEntry created(Role role) {
        return entry("role.create", role).after(described(role));
    }

    static AuditEntry updated(Role before, Role after) {
        return entry("role.update", after).before(described(before)).after(described(after));
    }

    static AuditEntry deleted(Role role) {
        return entry("role.delete", role).before(described(role));
    }

    private static AuditEntry entry(String action, Role role) {
        return new AuditEntry(action, "role", role.name(), role.name());
    }

    private static ObjectNode described(Role role) {
        var node = JsonNodeFactory.instance.objectNode().put("description", role.description());
        var list = node.putArray("permissions");
        role.permissions().stream().sorted().map(Permission::word).forEach(list::add);
        return node;
    }
}
