package dev.promptcards.assertion;

import java.util.List;
import java.util.Map;

/// The verdict on one attempt.
///
/// @param errored whether something could not be judged; then it has not passed, its score is 0 and
///     `reason` says what was missing (promptfoo's failureReason 2)
/// @param score the mean of the components' scores by weight
/// @param namedScores by metric, the mean by weight of the scores that count under it
/// @param namedScoreWeights by metric, the sum of those weights
/// @param components a verdict a check, in the order written; those of a set follow the set's
public record Grade(
        boolean passed,
        boolean errored,
        double score,
        String reason,
        Map<String, Double> namedScores,
        Map<String, Double> namedScoreWeights,
        List<Component> components) {

    /// The grade of an attempt that nothing was asked of.
    static Grade nothingAsked() {
        return new Grade(true, false, 1, "No assertions", Map.of(), Map.of(), List.of());
    }

    /// The grade of an attempt that could not be judged.
    static Grade error(String reason, List<Component> components) {
        return new Grade(false, true, 0, reason, Map.of(), Map.of(), components);
    }
}
