package dev.promptcards.assertion.structure;

import com.fasterxml.jackson.databind.JsonNode;

import dev.promptcards.assertion.json.JsonText;
import dev.promptcards.assertion.kind.Finding;

import java.util.Optional;

/// The kind `is-json`.
final class WholeJson {

    private WholeJson() {}

    static Finding judge(String output, Optional<JsonSchema> schema) {
        return switch (JsonText.read(output)) {
            case JsonText.Parsed(JsonNode tree) ->
                    schema.map(s -> JsonSchema.finding(s.check(tree)))
                            .orElseGet(() -> isJson(true));
            case JsonText.Invalid() -> isJson(false);
            case JsonText.BeyondLimits(String reason) -> new Finding.Unusable(reason);
        };
    }

    private static Finding isJson(boolean holds) {
        return Finding.of(
                holds, "Expected output to be valid JSON", "Expected output to not be valid JSON");
    }
}
