package dev.promptcards.assertion.kind;

import com.fasterxml.jackson.databind.JsonNode;

import java.util.List;
import java.util.OptionalDouble;

/// Kinds that look at the characters of an output.
public sealed interface TextAssertion extends Assertion {

    /// The output is this text; or, where `value` is a list, an object or null, this JSON. A
    /// missing node where the author gave no value: nothing equals that.
    record Equals(JsonNode value) implements TextAssertion {}

    /// `part` occurs in the output.
    record Contains(String part, boolean ignoreCase) implements TextAssertion {}

    /// At least one of `parts` occurs in the output.
    record ContainsAny(List<String> parts, boolean ignoreCase) implements TextAssertion {}

    /// Each of `parts` occurs in the output.
    record ContainsAll(List<String> parts, boolean ignoreCase) implements TextAssertion {}

    /// The output begins with `prefix`.
    record StartsWith(String prefix) implements TextAssertion {}

    /// The number of words, split at white space, lies in these bounds, both inclusive.
    record WordCount(OptionalDouble least, OptionalDouble most) implements TextAssertion {}

    /// At most `threshold` insertions, deletions and substitutions of UTF-16 units lead from the
    /// output to `target`.
    record Levenshtein(String target, double threshold) implements TextAssertion {}

    /// The output declines to answer; an empty one does, too.
    record Refusal() implements TextAssertion {}
}
