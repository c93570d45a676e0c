package dev.promptcards.card;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.promptcards.audit.AuditEntry;

import java.util.Optional;

/// What the audit log says of protected labels.
final class ProtectionEntries {

    private ProtectionEntries() {}

    static AuditEntry updated(Optional<ProtectedLabel> before, ProtectedLabel after) {
        var entry = entry("label-protection.update", after).after(described(after));
        return before.map(it -> entry.before(described(it))).orElse(entry);
    }

    static AuditEntry removed(ProtectedLabel gone) {
        return entry("label-protection.remove", gone).before(described(gone));
    }

    static ObjectNode described(ProtectedLabel label) {
        var node = JsonNodeFactory.instance.objectNode();
        label.roles().forEach(node.putArray("roles")::add);
        label.suite().ifPresent(it -> node.put("suite", it));
        label.minPassRate().ifPresent(it -> node.put("minPassRate", it));
        return node;
    }

    private static AuditEntry entry(String action, ProtectedLabel label) {
        return new AuditEntry(action, "label-protection", label.pattern(), label.pattern());
    }
}
