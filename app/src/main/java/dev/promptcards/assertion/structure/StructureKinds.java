package dev.promptcards.assertion.structure;

import com.fasterxml.jackson.databind.JsonNode;

import dev.promptcards.assertion.kind.Finding;
import dev.promptcards.assertion.kind.StructureAssertion;

import java.util.Optional;

/// Judges [StructureAssertion]s. Safe for use by many threads; holds the compiled schemas.
public final class StructureKinds {

    private final Schemas schemas = new Schemas();

    /// What `output` shows of `assertion`.
    public Finding judge(StructureAssertion assertion, String output) {
        return switch (assertion) {
            case StructureAssertion.IsJson a -> WholeJson.judge(output, compiled(a.schema()));
            case StructureAssertion.ContainsJson a ->
                    EmbeddedJson.judge(output, compiled(a.schema()));
        };
    }

    private Optional<JsonSchema> compiled(Optional<JsonNode> schema) {
        return schema.map(schemas::compiled);
    }
}
