package dev.promptcards.assertion;

import dev.promptcards.assertion.Check.Terms;
import dev.promptcards.assertion.json.JavaScriptText;
import dev.promptcards.assertion.kind.Breakdown;
import dev.promptcards.assertion.kind.Finding;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/// Weighs verdicts into a grade, the way promptfoo does: the score is the mean by weight; without a
/// threshold all must pass, with one the score must reach it, whatever passed.
final class Tally {

    private static final String BLOCKED = "Content failed guardrail safety checks";

    private record Sum(double weighted, double weight) {

        static Sum of(double score, double weight) {
            return new Sum(score * weight, weight);
        }

        Sum plus(Sum other) {
            return new Sum(weighted + other.weighted, weight + other.weight);
        }

        double mean() {
            return weight > 0 ? weighted / weight : 0;
        }
    }

    private final List<Component> components = new ArrayList<>();
    private final Map<String, Sum> named = new LinkedHashMap<>();
    private Sum total = new Sum(0, 0);
    private Optional<String> failure = Optional.empty();
    private Optional<String> error = Optional.empty();
    private boolean blocked;

    /// Adds the finding of a single check. One of weight 0 only measures, and cannot fail.
    void add(Terms terms, Optional<String> metric, Finding finding) {
        boolean free = terms.weight() == 0;
        switch (finding) {
            case Finding.Decided d -> {
                boolean passed = free || d.holds();
                String reason = d.holds() ? d.ifPassed() : d.ifFailed();
                count(Component.judged(terms, metric, passed, d.score(), reason), d.breakdown());
                blocked |= !passed && isAttack(terms);
                d.breakdown().parts().forEach(part -> components.add(component(terms, part)));
            }
            case Finding.Failed f ->
                    count(Component.judged(terms, metric, free, 0, f.reason()), Breakdown.NONE);
            case Finding.Unusable u -> fault(Component.unjudged(terms, metric, u.reason()));
        }
    }

    /// Adds the grade of a set, and after it the verdicts it is made of.
    void addSet(Terms terms, Optional<String> metric, Grade grade) {
        if (grade.errored()) {
            fault(Component.unjudged(terms, metric, grade.reason()));
        } else {
            count(
                    Component.judged(terms, metric, grade.passed(), grade.score(), grade.reason()),
                    new Breakdown(grade.namedScores(), grade.namedScoreWeights(), List.of()));
        }
        components.addAll(grade.components());
    }

    Grade grade(OptionalDouble threshold) {
        Map<String, Double> scores = new LinkedHashMap<>();
        Map<String, Double> weights = new LinkedHashMap<>();
        named.forEach((name, sum) -> scores.put(name, sum.mean()));
        named.forEach((name, sum) -> weights.put(name, sum.weight()));
        double score = total.mean();
        if (error.isEmpty()
                && !(Double.isFinite(score)
                        && scores.values().stream().allMatch(Double::isFinite))) {
            error = Optional.of("The scores and weights add up to no number");
        }
        if (error.isPresent()) {
            return Grade.error(error.get(), List.copyOf(components));
        }
        if (blocked) {
            return new Grade(true, false, score, BLOCKED, scores, weights, List.copyOf(components));
        }
        boolean passed =
                threshold.isPresent() ? score >= threshold.getAsDouble() : failure.isEmpty();
        String reason =
                threshold.isPresent()
                        ? aggregate(score, passed, threshold.getAsDouble())
                        : failure.orElse("All assertions passed");
        return new Grade(passed, false, score, reason, scores, weights, List.copyOf(components));
    }

    /// A test that tries to get something bad out of a model has passed when the provider blocks
    /// it.
    private static boolean isAttack(Terms terms) {
        return terms.type().equals("guardrails")
                && terms.written().at("/config/purpose").asText().equals("redteam");
    }

    private void fault(Component component) {
        components.add(component);
        error = error.or(() -> Optional.of(component.reason()));
    }

    private void count(Component component, Breakdown breakdown) {
        components.add(component);
        double weight = component.weight();
        total = total.plus(Sum.of(component.score(), weight));
        component.metric().ifPresent(name -> name(name, Sum.of(component.score(), weight)));
        breakdown
                .namedScores()
                .forEach(
                        (name, score) -> {
                            // A check that names its own score under its metric counts once.
                            if (!component.metric().equals(Optional.of(name))) {
                                double by = breakdown.namedScoreWeights().getOrDefault(name, 1.0);
                                name(name, Sum.of(score, by * weight));
                            }
                        });
        if (!component.passed()) {
            failure = Optional.of(component.reason());
        }
    }

    private void name(String name, Sum sum) {
        named.merge(name, sum, Sum::plus);
    }

    private static Component component(Terms terms, Breakdown.Part part) {
        return new Component(
                part.type().orElse(terms.type()),
                part.passed(),
                false,
                part.score(),
                part.reason(),
                Optional.empty(),
                0,
                terms.written());
    }

    private static String aggregate(double score, boolean passed, double threshold) {
        return "Aggregate score %s %s %s threshold"
                .formatted(
                        JavaScriptText.fixed(score, 2),
                        passed ? "≥" : "<",
                        JavaScriptText.number(threshold));
    }
}
