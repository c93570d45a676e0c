package dev.promptcards.suite;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import java.util.Optional;
import java.util.OptionalDouble;

/// One case of a suite.
///
/// @param position its place in the revision, from 0
/// @param key what pairs its results across versions, models and runs; see [CaseKeys]
/// @param vars values for the prompt's variables
/// @param assertions what the answer must satisfy, as written
/// @param options `transform`, `prefix`, `suffix`, `disableDefaultAsserts` …
/// @param threshold the least aggregate score that passes
/// @param unsupported why this case cannot be carried out here; it then ends as an error
/// @param overrides where it goes another way than its columns
/// @param expansion where it stands among the cases one test expands to
public record TestCase(
        int position,
        String key,
        Optional<String> description,
        ObjectNode vars,
        ArrayNode assertions,
        ObjectNode options,
        OptionalDouble threshold,
        ObjectNode metadata,
        Optional<String> unsupported,
        CaseOverrides overrides,
        Expansion expansion) {

    /// A test whose variables hold lists stands for several cases.
    ///
    /// @param offset this case's place among them, from 0
    /// @param size how many they are
    public record Expansion(int offset, int size) {
        public static final Expansion SINGLE = new Expansion(0, 1);
    }
}
