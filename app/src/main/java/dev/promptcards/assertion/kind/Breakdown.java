package dev.promptcards.assertion.kind;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What a judge gave besides its verdict: scores by name, the weight of each (1 where it is not
/// named here), and the parts its verdict is made of.
public record Breakdown(
        Map<String, Double> namedScores, Map<String, Double> namedScoreWeights, List<Part> parts) {

    /// Nothing but the verdict.
    public static final Breakdown NONE = new Breakdown(Map.of(), Map.of(), List.of());

    /// One part of a verdict; shown beside it, never counted again.
    public record Part(Optional<String> type, boolean passed, double score, String reason) {}
}
