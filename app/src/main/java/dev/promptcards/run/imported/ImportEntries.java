package dev.promptcards.run.imported;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;

import dev.promptcards.audit.AuditEntry;

/// What the audit log says of imports.
final class ImportEntries {

    private ImportEntries() {}

    /// A run that was imported: how much, of which file.
    static AuditEntry imported(Survey survey, Day day, int number, String suite, int revision) {
        return new AuditEntry("run.import", "run", day.run().toString(), Integer.toString(number))
                .after(
                        JsonNodeFactory.instance
                                .objectNode()
                                .put("suite", suite)
                                .put("revision", revision)
                                .put("items", day.executions())
                                .put("sha256", survey.hash()));
    }
}
