package dev.promptcards.assertion;

import com.fasterxml.jackson.databind.JsonNode;

import dev.promptcards.assertion.Check.Terms;

import java.util.Optional;

/// The verdict of one check of a case, or of a part of one.
///
/// @param type the kind as its author wrote it, `not-` included
/// @param errored whether it could not be judged; then it has not passed
/// @param score 0 to 1 as a rule; a script may give any number
/// @param reason why it failed or could not be judged, or that it passed
/// @param metric the name its score counts under, templates rendered
/// @param weight its weight among its siblings; 0 where it does not count by itself
/// @param assertion the entry as its author wrote it
public record Component(
        String type,
        boolean passed,
        boolean errored,
        double score,
        String reason,
        Optional<String> metric,
        double weight,
        JsonNode assertion) {

    static Component judged(
            Terms terms, Optional<String> metric, boolean passed, double score, String reason) {
        return new Component(
                terms.type(),
                passed,
                false,
                score,
                reason,
                metric,
                terms.weight(),
                terms.written());
    }

    static Component unjudged(Terms terms, Optional<String> metric, String reason) {
        return new Component(
                terms.type(), false, true, 0, reason, metric, terms.weight(), terms.written());
    }
}
