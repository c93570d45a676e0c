package dev.promptcards.run;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;

import dev.promptcards.audit.AuditEntry;

import java.util.List;

/// What the audit log says of runs.
final class RunEntries {

    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private RunEntries() {}

    /// A run with what it tries. A provider is named by its kind: its id may be an address with a
    /// key in it.
    static AuditEntry started(Run run, List<Column> columns) {
        var after =
                JSON.objectNode()
                        .put("suite", run.suite())
                        .put("revision", run.suiteRevision())
                        .put("items", run.total());
        var list = after.putArray("columns");
        columns.forEach(
                column ->
                        list.addObject()
                                .put("card", column.cardId().toString())
                                .put("version", column.version())
                                .put("provider", column.providerKind())
                                .put("model", column.model()));
        return entry("run.start", run).after(after);
    }

    static AuditEntry cancelled(Run run) {
        return entry("run.cancel", run);
    }

    /// What was held goes on, or is given up.
    ///
    /// @param unknown `retry` or `fail`
    static AuditEntry resumed(Run run, String unknown, int items) {
        return entry("run.resume", run)
                .after(JSON.objectNode().put("unknown", unknown).put("items", items));
    }

    static AuditEntry triedAgain(Run run, int items) {
        return entry("run.retry-errors", run).after(JSON.objectNode().put("items", items));
    }

    private static AuditEntry entry(String action, Run run) {
        return new AuditEntry(action, "run", run.id().toString(), Integer.toString(run.number()));
    }
}
