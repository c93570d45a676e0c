package dev.promptcards.assertion;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.promptcards.assertion.Check.Terms;
import dev.promptcards.assertion.kind.Finding;
import dev.promptcards.assertion.reading.Kinds;
import dev.promptcards.assertion.script.ScriptInput;
import dev.promptcards.assertion.script.TransformResult;
import dev.promptcards.assertion.script.Transforms;
import dev.promptcards.assertion.script.Values;
import dev.promptcards.script.Sandbox;
import dev.promptcards.script.ScriptScope;
import dev.promptcards.template.Templates;

import jakarta.inject.Singleton;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Function;
import java.util.function.Supplier;

/// Grades attempts. Blocks while scripts run, so call it on a virtual thread. Never throws.
@Singleton
public class Grader {

    private static final Logger LOG = LoggerFactory.getLogger(Grader.class);

    private final Judges judges;
    private final Templating templating;
    private final Transforms transforms;
    private final Values values;
    private final Scoring scoring;

    public Grader(Sandbox sandbox, Templates templates) {
        judges = new Judges(sandbox, templates);
        templating = new Templating(templates);
        transforms = new Transforms(sandbox);
        values = new Values(sandbox);
        scoring = new Scoring(values);
    }

    /// The grade of `attempt` under `checks`, without those that compare it with others of its row.
    ///
    /// @param threshold the score that makes the attempt pass, whatever single checks say; without
    ///     one, every check must pass
    public Grade grade(List<Check> checks, OptionalDouble threshold, Attempt attempt) {
        if (attempt.output().isMissingNode() || attempt.output().isNull()) {
            return Grade.error("There is no output to grade", List.of());
        }
        return checks.isEmpty()
                ? Grade.nothingAsked()
                : settle(
                        checks.stream()
                                .filter(check -> !Comparisons.compares(check))
                                .map(check -> begin(check, attempt))
                                .toList(),
                        threshold);
    }

    /// The same, and what a case's `assertScoringFunction` makes of it. Where nothing is asked, it
    /// is not called.
    ///
    /// @param function `{script, function?}`, called with the scores by metric and `{threshold,
    ///     componentResults, tokensUsed}`
    public Grade grade(
            List<Check> checks,
            OptionalDouble threshold,
            Optional<JsonNode> function,
            Attempt attempt) {
        Grade grade = grade(checks, threshold, attempt);
        return function.isEmpty() || checks.isEmpty()
                ? grade
                : scoring.apply(function.get(), grade, threshold, attempt.scope());
    }

    /// Runs a case's `options.transform` over its output, before grading.
    ///
    /// @param code inline code as a text, or `{script, function?}`
    public TransformResult transform(JsonNode code, Attempt attempt) {
        return guarded(() -> beginTransform(code, attempt).get(), TransformResult.Failed::new);
    }

    /// Runs a case's `options.transformVars` over its variables, before the prompt is rendered. The
    /// result is an object.
    ///
    /// @param code inline code as a text, or `{script, function?}`
    public TransformResult transformVars(JsonNode code, ObjectNode vars, ScriptScope scope) {
        TransformResult result =
                guarded(
                        () -> transforms.begin(code, "vars", vars, vars.objectNode(), scope).get(),
                        TransformResult.Failed::new);
        return result instanceof TransformResult.Transformed(JsonNode value) && !value.isObject()
                ? new TransformResult.Failed(
                        "Transform function must return an object of variables")
                : result;
    }

    /// A check under way: adds its verdict to a tally, waiting for it if need be.
    private interface Begun {
        void addTo(Tally tally);
    }

    private static Grade settle(List<Begun> begun, OptionalDouble threshold) {
        Tally tally = new Tally();
        begun.forEach(check -> check.addTo(tally));
        return tally.grade(threshold);
    }

    private Begun begin(Check check, Attempt attempt) {
        Terms terms = check.terms();
        Optional<String> metric =
                guarded(() -> templating.metric(terms.metric(), attempt), r -> terms.metric());
        return switch (check) {
            case Check.Group group -> {
                List<Begun> members =
                        group.checks().stream().map(member -> begin(member, attempt)).toList();
                yield tally -> tally.addSet(terms, metric, settle(members, group.threshold()));
            }
            case Check.Single single -> {
                Supplier<Finding> finding =
                        guarded(() -> beginSingle(single, attempt), Grader::unusable);
                yield tally -> tally.add(terms, metric, guarded(finding, Finding.Unusable::new));
            }
        };
    }

    private Supplier<Finding> beginSingle(Check.Single check, Attempt attempt) {
        Optional<JsonNode> transform = check.terms().transform();
        if (transform.isEmpty() || check.fault().isPresent()) {
            return judge(check, attempt);
        }
        Supplier<TransformResult> output = beginTransform(transform.get(), attempt);
        return () ->
                switch (output.get()) {
                    case TransformResult.Transformed(JsonNode value) ->
                            judge(check, attempt.withOutput(value)).get();
                    case TransformResult.Failed(String message) -> new Finding.Unusable(message);
                };
    }

    private Supplier<Finding> judge(Check.Single check, Attempt attempt) {
        return switch (check) {
            case Check.Plain plain -> judges.begin(plain.assertion(), attempt);
            case Check.Templated templated ->
                    switch (templating.render(templated.template().value(), attempt)) {
                        case Templating.Value.Rendered(JsonNode value) ->
                                judges.begin(
                                        Kinds.read(templated.template().withValue(value)), attempt);
                        case Templating.Value.Failed(String reason) -> unusable(reason);
                    };
            case Check.Computed computed -> compute(computed, attempt);
        };
    }

    private Supplier<Finding> compute(Check.Computed check, Attempt attempt) {
        ScriptInput input = Judges.scriptInput(attempt).withConfig(check.template().config());
        Supplier<TransformResult> value = values.begin(check.terms().type(), check.script(), input);
        return () ->
                switch (value.get()) {
                    case TransformResult.Transformed(JsonNode returned) ->
                            judges.begin(Kinds.read(check.template().withValue(returned)), attempt)
                                    .get();
                    case TransformResult.Failed(String message) -> new Finding.Unusable(message);
                };
    }

    private Supplier<TransformResult> beginTransform(JsonNode code, Attempt attempt) {
        ObjectNode context = Judges.scriptContext(attempt);
        context.putObject("prompt").put("label", attempt.prompt()).put("raw", attempt.prompt());
        return transforms.begin(code, "output", attempt.output(), context, attempt.scope());
    }

    private static Supplier<Finding> unusable(String reason) {
        return () -> new Finding.Unusable(reason);
    }

    /// The last resort: a mistake of ours in judging one check is an error of that check.
    private static <T> T guarded(Supplier<T> work, Function<String, T> onFault) {
        try {
            return work.get();
        } catch (RuntimeException | StackOverflowError e) {
            // Its message may quote a prompt or an output, which are never logged.
            LOG.error("A check failed with {} at {}", e.getClass().getName(), place(e));
            return onFault.apply("This could not be judged, because of a fault in Prompt Cards");
        }
    }

    private static String place(Throwable e) {
        return e.getStackTrace().length > 0 ? e.getStackTrace()[0].toString() : "an unknown place";
    }
}
