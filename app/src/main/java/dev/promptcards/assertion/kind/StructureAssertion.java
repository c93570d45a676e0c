package dev.promptcards.assertion.kind;

import com.fasterxml.jackson.databind.JsonNode;

import java.util.Optional;

/// Kinds that parse an output.
///
/// A `schema` is a JSON Schema, or a text node with one written in YAML.
public sealed interface StructureAssertion extends Assertion {

    /// The whole output is JSON, and conforms to the schema.
    record IsJson(Optional<JsonNode> schema) implements StructureAssertion {}

    /// A JSON object stands somewhere in the output, and one such conforms to the schema.
    record ContainsJson(Optional<JsonNode> schema) implements StructureAssertion {}
}
