package dev.promptcards.assertion.judged;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.promptcards.assertion.json.JavaScriptText;
import dev.promptcards.assertion.judge.Examiner;
import dev.promptcards.assertion.judge.Prompting;
import dev.promptcards.assertion.judge.Rubric;
import dev.promptcards.assertion.judge.Unanswered;
import dev.promptcards.assertion.kind.Finding;
import dev.promptcards.assertion.kind.JudgedAssertion.ClosedQa;
import dev.promptcards.assertion.kind.JudgedAssertion.LlmRubric;
import dev.promptcards.assertion.structure.EmbeddedJson;

import java.util.OptionalDouble;
import java.util.regex.Pattern;

/// The kinds `llm-rubric` and `model-graded-closedqa`.
final class ModelGraded {

    private static final Pattern YES = Pattern.compile("true|yes|pass|y", Pattern.CASE_INSENSITIVE);

    private ModelGraded() {}

    static Finding judge(LlmRubric assertion, JudgedInput input, Examiner examiner) {
        ObjectNode vars = examiner.caseVars();
        vars.set("output", Prompting.parsed(input.text()));
        vars.set("rubric", assertion.rubric());
        String template = examiner.template(examiner.rubricPrompt(), Rubric.LLM_RUBRIC);
        JsonNode verdict = object(examiner.answer(template, Prompting.flat(vars)));
        boolean passed = passed(verdict.path("pass"));
        double score = score(verdict.path("score"), passed);
        boolean holds = passed && score >= assertion.threshold().orElse(Double.NEGATIVE_INFINITY);
        String reason = reason(verdict.path("reason"), holds, score, assertion.threshold());
        return Verdict.of(holds, score, reason);
    }

    static Finding judge(ClosedQa assertion, JudgedInput input, Examiner examiner) {
        ObjectNode vars = examiner.caseVars();
        vars.put("input", input.prompt());
        vars.put("criteria", assertion.criterion());
        vars.set("completion", Prompting.parsed(input.text()));
        String answer = examiner.text(Rubric.CLOSED_QA, vars);
        String end = answer.stripTrailing();
        if (end.endsWith("Y")) {
            return Verdict.of(true, 1, "The submission meets the criterion:\n" + answer);
        }
        return end.endsWith("N")
                ? Verdict.of(false, 0, "The submission does not meet the criterion:\n" + answer)
                : new Finding.Failed("Model grader produced a malformed response:\n" + answer);
    }

    /// The first object in an answer, however it is wrapped.
    private static JsonNode object(JsonNode answer) {
        if (!answer.isTextual() && !answer.isObject()) {
            throw Unanswered.failed(
                    "llm-rubric produced malformed response - output must be string or object."
                            + " Output: "
                            + answer);
        }
        JsonNode verdict =
                answer.isObject()
                        ? answer
                        : EmbeddedJson.first(answer.textValue())
                                .orElseThrow(
                                        () ->
                                                Unanswered.failed(
                                                        "Could not extract JSON from llm-rubric"
                                                                + " response"));
        if (!verdict.has("pass") && !verdict.has("score")) {
            throw Unanswered.failed("The grader's JSON says neither \"pass\" nor \"score\"");
        }
        return verdict;
    }

    /// An absent verdict is a yes, as in promptfoo: graders that only score leave it out.
    private static boolean passed(JsonNode pass) {
        return pass.isMissingNode()
                || pass.isNull()
                || (pass.isBoolean()
                        ? pass.booleanValue()
                        : YES.matcher(JavaScriptText.string(pass)).matches());
    }

    /// A judge that counts to ten, or to a hundred, has not understood the question: its score
    /// would weigh more than all others together.
    private static double score(JsonNode given, boolean passed) {
        double score =
                given.isNumber() ? given.doubleValue() : number(given).orElse(passed ? 1 : 0);
        if (!(score >= 0 && score <= 1)) {
            throw Unanswered.failed(
                    "The grader gave the score %s, and a score is 0 to 1; have its rubric prompt say so"
                            .formatted(JavaScriptText.number(score)));
        }
        return score;
    }

    /// `Number(value)` of what is not a number.
    private static OptionalDouble number(JsonNode value) {
        if (value.isNull() || (value.isTextual() && value.textValue().isBlank())) {
            return OptionalDouble.of(0);
        }
        if (value.isBoolean()) {
            return OptionalDouble.of(value.booleanValue() ? 1 : 0);
        }
        try {
            double number = value.isTextual() ? Double.parseDouble(value.textValue()) : Double.NaN;
            return Double.isFinite(number) ? OptionalDouble.of(number) : OptionalDouble.empty();
        } catch (NumberFormatException e) {
            return OptionalDouble.empty();
        }
    }

    private static String reason(
            JsonNode given, boolean holds, double score, OptionalDouble threshold) {
        String reason = given.isNull() ? "" : JavaScriptText.string(given);
        if (!reason.isEmpty()) {
            return reason;
        }
        return holds
                ? "Grading passed"
                : "The grader gave score %s%s and no reason"
                        .formatted(
                                JavaScriptText.number(score),
                                threshold.isPresent()
                                        ? " (threshold "
                                                + JavaScriptText.number(threshold.getAsDouble())
                                                + ")"
                                        : "");
    }
}
