package dev.promptcards.run.worker;

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

/// Grades an answer against its case: the case's transform first, then every check.
@Singleton
class Grading {

    private final Grader grader;
    private final ObjectMapper json;

    Grading(Grader grader, ObjectMapper json) {
        this.grader = grader;
        this.json = json;
    }

    Execution grade(
            RunPlan plan,
            RunPlan.Part part,
            Attempted attempted,
            ProviderRequest request,
            Answer answer,
            boolean cached) {
        var input = attempted.input();
        var context = context(part, input);
        var attempt =
                new Attempt(
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
                                config(part, request)),
                        input.options(),
                        context,
                        plan.scope(),
                        Judge.none("Judged kinds are not carried out yet"));
        var transform = input.options().path("transform").asText("");
        if (transform.isEmpty()) {
            var grade = grader.grade(input.checks(), input.threshold(), attempt);
            return attempted.graded(grade, answer.output(), answer, cached);
        }
        return switch (grader.transform(transform, attempt)) {
            case TransformResult.Transformed(var output) -> {
                var grade =
                        grader.grade(input.checks(), input.threshold(), attempt.withOutput(output));
                yield attempted.graded(grade, output, answer, cached);
            }
            case TransformResult.Failed(String reason) ->
                    attempted.error("the transform failed: " + reason, Optional.of(answer), cached);
        };
    }

    private static ObjectNode config(RunPlan.Part part, ProviderRequest request) {
        var config = part.column().config().deepCopy();
        config.setAll(request.settings());
        return config;
    }

    private ObjectNode context(RunPlan.Part part, CaseInput input) {
        var context = json.createObjectNode();
        context.putObject("provider")
                .put("id", part.column().providerId())
                .put("label", part.column().providerLabel().orElse(null));
        context.putObject("test")
                .put("description", input.testCase().description().orElse(null))
                .set("metadata", input.metadata());
        context.set("metadata", input.metadata());
        return context;
    }
}
