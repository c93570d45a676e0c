package dev.promptcards.assertion;

import dev.promptcards.assertion.json.JavaScriptText;
import dev.promptcards.assertion.kind.Breakdown;
import dev.promptcards.assertion.kind.ComparisonAssertion.MaxScore;
import dev.promptcards.assertion.kind.Finding;

import java.util.Collections;
import java.util.List;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.stream.IntStream;

/// The kind `max-score`: the column whose other assertions score highest; the first of equals. A
/// column that is an error does not take part.
final class HighestScore {

    private static final Set<String> LEFT_OUT = Set.of("assert-set", "select-best", "max-score");

    private HighestScore() {}

    static List<Finding> findings(MaxScore assertion, List<Grade> grades) {
        List<OptionalDouble> scores =
                grades.stream().map(grade -> score(assertion, grade)).toList();
        OptionalDouble highest =
                scores.stream()
                        .filter(OptionalDouble::isPresent)
                        .mapToDouble(OptionalDouble::getAsDouble)
                        .max();
        if (highest.isEmpty()) {
            return Collections.nCopies(
                    grades.size(),
                    new Finding.Unusable(
                            "max-score requires at least one other assertion (besides max-score or"
                                    + " select-best) to aggregate scores from"));
        }
        int winner = scores.indexOf(highest);
        return IntStream.range(0, scores.size())
                .mapToObj(
                        i ->
                                finding(
                                        scores.get(i),
                                        highest.getAsDouble(),
                                        i == winner,
                                        assertion.threshold()))
                .toList();
    }

    /// The mean or the sum of a grade's scores; empty where it has none.
    private static OptionalDouble score(MaxScore assertion, Grade grade) {
        double sum = 0;
        double weights = 0;
        boolean any = false;
        for (Component component : grade.errored() ? List.<Component>of() : grade.components()) {
            if (!LEFT_OUT.contains(component.type())) {
                double weight = assertion.weights().getOrDefault(component.type(), 1.0);
                sum += component.score() * weight;
                weights += weight;
                any = true;
            }
        }
        if (!any) {
            return OptionalDouble.empty();
        }
        return OptionalDouble.of(assertion.sum() ? sum : weights > 0 ? sum / weights : 0);
    }

    private static Finding finding(
            OptionalDouble score, double highest, boolean first, OptionalDouble threshold) {
        if (score.isEmpty()) {
            return new Finding.Failed("Not selected: there is no score of this output to compare");
        }
        String own = JavaScriptText.fixed(score.getAsDouble(), 3);
        boolean enough = threshold.isEmpty() || highest >= threshold.getAsDouble();
        if (first && enough) {
            String reason = "Selected as highest scoring output (score: " + own + ")";
            return new Finding.Decided(true, 1, 0, reason, reason, Breakdown.NONE);
        }
        String reason =
                !enough && score.getAsDouble() == highest
                        ? "Not selected - score %s below threshold %s"
                                .formatted(own, JavaScriptText.number(threshold.orElse(0)))
                        : "Not selected (score: %s, max: %s)"
                                .formatted(own, JavaScriptText.fixed(highest, 3));
        return new Finding.Decided(false, 0, 1, reason, reason, Breakdown.NONE);
    }
}
