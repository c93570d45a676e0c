package dev.promptcards.assertion.structure;

import com.fasterxml.jackson.databind.JsonNode;

import dev.promptcards.assertion.kind.Finding;

/// A JSON Schema ready for use, by many threads.
public interface JsonSchema {

    /// What checking one document gave.
    sealed interface Outcome {}

    record Conforms() implements Outcome {}

    /// `errors` names the places and what is wrong there.
    record Violates(String errors) implements Outcome {}

    /// The schema is none, or a limit was reached: the document was not checked.
    record Unchecked(String reason) implements Outcome {}

    Outcome check(JsonNode document);

    /// The finding that follows from an outcome.
    static Finding finding(Outcome outcome) {
        return switch (outcome) {
            case Conforms() ->
                    Finding.of(true, "", "Output is JSON that conforms to the provided schema");
            case Violates(String errors) ->
                    Finding.of(
                            false,
                            "JSON does not conform to the provided schema. Errors: " + errors,
                            "");
            case Unchecked(String reason) -> new Finding.Unusable(reason);
        };
    }
}
