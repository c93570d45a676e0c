package dev.promptcards.suite;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;

import dev.promptcards.audit.AuditEntry;

import java.util.HexFormat;
import java.util.List;
import java.util.UUID;

/// What the audit log says of suites. What a revision says is told by its hash: revisions stay.
final class SuiteEntries {

    private SuiteEntries() {}

    /// An upload that said something new.
    static List<AuditEntry> uploaded(Suites.Uploaded uploaded, byte[] hash) {
        if (!uploaded.created() && !uploaded.setupChanged()) {
            return List.of();
        }
        var after = JsonNodeFactory.instance.objectNode().put("revision", uploaded.revision());
        if (uploaded.created()) {
            after.put("cases", uploaded.cases()).put("sha256", HexFormat.of().formatHex(hash));
        }
        var action = uploaded.created() ? "suite.revision" : "suite.setup";
        return List.of(entry(action, uploaded.suiteId(), uploaded.slug()).after(after));
    }

    /// A whole revision is being given away.
    static AuditEntry exported(TestSuite suite) {
        return entry("suite.export", suite.id(), suite.slug())
                .after(JsonNodeFactory.instance.objectNode().put("revision", suite.revision()));
    }

    private static AuditEntry entry(String action, UUID suite, String slug) {
        return new AuditEntry(action, "suite", suite.toString(), slug);
    }
}
