package dev.promptcards.run.worker;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.promptcards.assertion.Attempt;
import dev.promptcards.assertion.Grader;
import dev.promptcards.assertion.judge.Judge;
import dev.promptcards.assertion.measure.Measures;
import dev.promptcards.assertion.script.TransformResult;
import dev.promptcards.provider.Answer;
import dev.promptcards.provider.ProviderRequest;
import dev.promptcards.run.Execution;

import jakarta.inject.Singleton;

import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.Stream;

/// Grades an answer against its case: the provider's transform first, then the case's, then every
/// check.
@Singleton
class Grading {

    private final Grader grader;
    private final CaseScripts scripts;
    private final Judging judging;
    private final ObjectMapper json;

    Grading(Grader grader, CaseScripts scripts, Judging judging, ObjectMapper json) {
        this.grader = grader;
        this.scripts = scripts;
        this.judging = judging;
        this.json = json;
    }

    /// How the grading of an item ended.
    sealed interface Result {
        record Graded(Execution execution) implements Result {}

        /// A judge was asked, its answer is lost, and the run wants somebody to decide.
        record Unknown(Execution execution) implements Result {}

        /// The item is to be left to whoever takes it over.
        record Abandoned() implements Result {}
    }

    Result grade(
            RunGate gate,
            RunPlan.Part part,
            Target target,
            Attempted attempted,
            ProviderRequest request,
            Answer answer,
            boolean cached) {
        var judge = judging.of(gate, attempted.item());
        var attempt = attempt(gate.plan(), part, target, attempted, request, answer, cached, judge);
        var execution =
                switch (transformed(target, attempted.input(), attempt)) {
                    case TransformResult.Transformed(JsonNode output) -> {
                        var grade =
                                grader.grade(
                                        attempted.input().checks(),
                                        attempted.input().threshold(),
                                        attempted.input().scoring(),
                                        attempt.withOutput(output));
                        yield attempted.judged(judge.cost()).graded(grade, output, answer, cached);
                    }
                    case TransformResult.Failed(String reason) ->
                            attempted.error(
                                    "the transform failed: " + reason, Optional.of(answer), cached);
                };
        if (judge.isAbandoned()) {
            return new Result.Abandoned();
        }
        return judge.lost()
                .<Result>map(
                        what ->
                                new Result.Unknown(
                                        attempted
                                                .judged(judge.cost().paid())
                                                .unknown(what, Optional.of(answer), cached)))
                .orElseGet(() -> new Result.Graded(execution));
    }

    private TransformResult transformed(Target target, CaseInput input, Attempt attempt) {
        var ofCase =
                Optional.ofNullable(input.options().get("transform"))
                        .filter(t -> t.isObject() || !t.asText("").isEmpty());
        JsonNode output = attempt.output();
        for (var written : Stream.concat(target.transform().stream(), ofCase.stream()).toList()) {
            switch (scripts.transform(written, attempt.withOutput(output))) {
                case TransformResult.Transformed(JsonNode changed) -> output = changed;
                case TransformResult.Failed failed -> {
                    return failed;
                }
            }
        }
        return new TransformResult.Transformed(output);
    }

    private Attempt attempt(
            RunPlan plan,
            RunPlan.Part part,
            Target target,
            Attempted attempted,
            ProviderRequest request,
            Answer answer,
            boolean cached,
            Judge judge) {
        var input = attempted.input();
        ObjectNode config = target.config().deepCopy();
        config.setAll(request.settings());
        return new Attempt(
                answer.output(),
                attempted.prompt(),
                request.vars(),
                new Measures(
                        OptionalDouble.of(answer.latencyMillis()),
                        answer.costUsd(),
                        cached,
                        answer.finishReason(),
                        answer.logProbs(),
                        answer.guardrails(),
                        config),
                input.options(),
                context(part, input, answer),
                plan.scope(),
                judge);
    }

    private ObjectNode context(RunPlan.Part part, CaseInput input, Answer answer) {
        var context = json.createObjectNode();
        context.putObject("provider")
                .put("id", part.column().providerId())
                .put("label", part.column().providerLabel().orElse(null));
        context.set("test", test(input));
        // What a provider says of its answer, else what the case says of itself.
        context.set("metadata", answer.metadata().orElseGet(input::metadata));
        var response = context.putObject("providerResponse");
        response.set("output", answer.output());
        answer.metadata().ifPresent(metadata -> response.set("metadata", metadata));
        answer.tokens()
                .ifPresent(
                        tokens ->
                                response.putObject("tokenUsage")
                                        .put("total", tokens.total())
                                        .put("prompt", tokens.prompt())
                                        .put("completion", tokens.completion()));
        return context;
    }

    /// The case as a script knows it, with what it inherits.
    private ObjectNode test(CaseInput input) {
        var test = json.createObjectNode();
        input.testCase().description().ifPresent(text -> test.put("description", text));
        input.threshold().ifPresent(least -> test.put("threshold", least));
        var assertions = test.putArray("assert");
        input.checks().forEach(check -> assertions.add(check.terms().written()));
        test.set("vars", input.vars());
        test.set("options", input.options());
        test.set("metadata", input.metadata());
        return test;
    }
}
