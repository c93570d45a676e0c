package dev.promptcards.assertion;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.promptcards.assertion.script.Values;
import dev.promptcards.assertion.script.WrittenScript;
import dev.promptcards.script.ScriptResult;
import dev.promptcards.script.ScriptScope;

import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/// A case's `assertScoringFunction`: makes another grade of the scores by metric and the verdicts.
final class Scoring {

    private static final List<String> TOKENS =
            List.of("total", "prompt", "completion", "cached", "numRequests");

    private final Values values;

    Scoring(Values values) {
        this.values = values;
    }

    /// The grade the function makes of `grade`; of an error it makes none. A function that throws
    /// fails the case, and one that was stopped is an error.
    Grade apply(JsonNode written, Grade grade, OptionalDouble threshold, ScriptScope scope) {
        if (grade.errored()) {
            return grade;
        }
        Optional<WrittenScript.Module> script = WrittenScript.module(written);
        if (script.isEmpty()) {
            return Grade.error(
                    "\"assertScoringFunction\" must be {\"script\", \"function\"}",
                    grade.components());
        }
        ObjectNode named = JsonNodeFactory.instance.objectNode();
        grade.namedScores().forEach(named::put);
        return switch (values.call(
                script.get(), List.of(named, context(grade, threshold)), scope)) {
            case ScriptResult.Value(JsonNode returned) -> scored(returned, grade);
            case ScriptResult.Failed(String message) -> failed(message, grade);
            case ScriptResult.Stopped(String message) ->
                    Grade.error("Scoring function stopped: " + message, grade.components());
        };
    }

    private static ObjectNode context(Grade grade, OptionalDouble threshold) {
        ObjectNode context = JsonNodeFactory.instance.objectNode();
        threshold.ifPresent(least -> context.put("threshold", least));
        context.set("componentResults", Verdicts.json(grade));
        ObjectNode tokens = context.putObject("tokensUsed");
        TOKENS.forEach(name -> tokens.put(name, 0));
        return context;
    }

    private static Grade scored(JsonNode returned, Grade grade) {
        boolean complete =
                returned.path("pass").isBoolean()
                        && returned.path("score").isNumber()
                        && returned.path("reason").isTextual();
        return complete
                ? with(
                        grade,
                        returned.path("pass").booleanValue(),
                        returned.path("score").doubleValue(),
                        returned.path("reason").textValue())
                : failed("assertion scoring function must return a GradingResult", grade);
    }

    private static Grade failed(String message, Grade grade) {
        return with(grade, false, 0, "Scoring function error: " + message);
    }

    private static Grade with(Grade grade, boolean passed, double score, String reason) {
        return new Grade(
                passed,
                false,
                score,
                reason,
                grade.namedScores(),
                grade.namedScoreWeights(),
                grade.components());
    }
}
