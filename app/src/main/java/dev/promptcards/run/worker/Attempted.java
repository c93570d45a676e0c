package dev.promptcards.run.worker;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

import dev.promptcards.assertion.Grade;
import dev.promptcards.assertion.Verdicts;
import dev.promptcards.provider.Answer;
import dev.promptcards.queue.ClaimedItem;
import dev.promptcards.run.Execution;
import dev.promptcards.run.GradingCost;
import dev.promptcards.run.ModelName;
import dev.promptcards.run.Outcome;

import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Optional;

/// Puts together the execution of one item from what is known when it ends.
///
/// @param prompt as rendered; empty where it could not be
/// @param own what it runs on, where that is not its column's
/// @param grading what its judges took
/// @param told whether later items are told what its model says
record Attempted(
        ObjectMapper json,
        ClaimedItem item,
        CaseInput input,
        String prompt,
        int sends,
        byte @Nullable [] hash,
        Optional<ModelName> own,
        GradingCost grading,
        boolean told) {

    private static final int MAXIMUM_ERROR = 4000;

    /// Before anything is known but the item and its case.
    static Attempted begun(ObjectMapper json, ClaimedItem item, CaseInput input) {
        return new Attempted(
                json,
                item,
                input,
                "",
                item.sends(),
                null,
                Optional.empty(),
                GradingCost.NONE,
                false);
    }

    Attempted on(Optional<ModelName> model) {
        return new Attempted(json, item, input, prompt, sends, hash, model, grading, told);
    }

    Attempted toldLater(boolean later) {
        return new Attempted(json, item, input, prompt, sends, hash, own, grading, later);
    }

    Attempted rendered(String text) {
        return new Attempted(json, item, input, text, sends, hash, own, grading, told);
    }

    /// A request is to leave, or its answer to be looked for.
    Attempted asking(byte[] requestHash) {
        return new Attempted(json, item, input, prompt, sends, requestHash, own, grading, told);
    }

    Attempted sentOnce() {
        return new Attempted(json, item, input, prompt, sends + 1, hash, own, grading, told);
    }

    Attempted judged(GradingCost cost) {
        return new Attempted(json, item, input, prompt, sends, hash, own, cost, told);
    }

    /// It could not be tried, or not be graded.
    Execution error(String error, Optional<Answer> answer, boolean cached) {
        return execution(Outcome.ERROR, error, answer, cached, null, null);
    }

    Execution error(String error) {
        return error(error, Optional.empty(), false);
    }

    /// A request left and its answer was lost.
    Execution unknown(String what) {
        return unknown(what, Optional.empty(), false);
    }

    /// The model has answered, and what a judge answered was lost.
    Execution unknown(String what, Optional<Answer> answer, boolean cached) {
        return execution(Outcome.UNKNOWN, "unknown outcome: " + what, answer, cached, null, null);
    }

    /// It was graded.
    ///
    /// @param output after the case's transform
    Execution graded(Grade grade, JsonNode output, Answer answer, boolean cached) {
        var outcome =
                grade.errored() ? Outcome.ERROR : grade.passed() ? Outcome.PASSED : Outcome.FAILED;
        return execution(
                outcome,
                grade.errored() ? grade.reason() : null,
                Optional.of(answer),
                cached,
                grade,
                output);
    }

    private Execution execution(
            Outcome outcome,
            @Nullable String error,
            Optional<Answer> answer,
            boolean cached,
            @Nullable Grade grade,
            @Nullable JsonNode transformed) {
        var output = transformed == null ? answer.map(Answer::output).orElse(null) : transformed;
        boolean isText = output == null || output.isTextual();
        var testCase = input.testCase();
        return new Execution(
                item.number(),
                item.fence(),
                item.column(),
                item.casePosition(),
                testCase.key(),
                item.repeat(),
                StoredText.of(prompt),
                output == null
                        ? null
                        : StoredText.of(isText ? output.textValue() : output.toString()),
                !isText,
                told ? answer.map(this::said).orElse(null) : null,
                outcome,
                grade == null ? 0 : finite(grade.score()),
                grade == null ? null : StoredText.of(grade.reason()),
                grade == null ? "{}" : write(grade.namedScores()),
                grade == null ? "[]" : StoredText.of(Verdicts.json(grade).toString()),
                answer.map(a -> a.latency().toMillis()).orElse(null),
                answer.flatMap(Answer::tokens).map(t -> count(t.prompt())).orElse(null),
                answer.flatMap(Answer::tokens).map(t -> count(t.completion())).orElse(null),
                answer.map(Attempted::cost).orElse(null),
                cached,
                answer.flatMap(Answer::finishReason).orElse(null),
                error == null ? null : cut(StoredText.of(error)),
                sends,
                hash,
                own.orElse(null),
                grading);
    }

    private String said(Answer answer) {
        var said = json.createObjectNode();
        said.set("output", answer.output());
        answer.metadata().ifPresent(metadata -> said.set("metadata", metadata));
        return StoredText.of(said.toString());
    }

    private static @Nullable BigDecimal cost(Answer answer) {
        return answer.costUsd().isPresent()
                ? BigDecimal.valueOf(answer.costUsd().getAsDouble())
                        .setScale(10, RoundingMode.HALF_UP)
                : null;
    }

    private static int count(long tokens) {
        return (int) Math.min(tokens, Integer.MAX_VALUE);
    }

    private static double finite(double score) {
        return Double.isFinite(score) ? score : 0;
    }

    private static String cut(String text) {
        return text.length() <= MAXIMUM_ERROR ? text : text.substring(0, MAXIMUM_ERROR) + "…";
    }

    private String write(Object value) {
        try {
            return StoredText.of(json.writeValueAsString(value));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }
}
