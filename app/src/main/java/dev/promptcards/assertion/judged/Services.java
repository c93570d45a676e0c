package dev.promptcards.assertion.judged;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;

import dev.promptcards.assertion.json.JavaScriptText;
import dev.promptcards.assertion.judge.Examiner;
import dev.promptcards.assertion.judge.Judge.Reply;
import dev.promptcards.assertion.judge.Judge.Task;
import dev.promptcards.assertion.judge.Setting;
import dev.promptcards.assertion.kind.Finding;
import dev.promptcards.assertion.kind.JudgedAssertion.Classifier;
import dev.promptcards.assertion.kind.JudgedAssertion.Moderation;
import dev.promptcards.assertion.kind.JudgedAssertion.Webhook;

import java.util.List;
import java.util.stream.Collectors;

/// The kinds a service decides that is no model of text: `classifier`, `moderation`, `webhook`.
final class Services {

    private Services() {}

    static Finding judge(Classifier assertion, JudgedInput input, Examiner examiner) {
        JsonNode scores = examiner.ask(Task.CLASSIFICATION, TextNode.valueOf(input.text()));
        if (!scores.isObject() || !scores.valueStream().allMatch(JsonNode::isNumber)) {
            return new Finding.Unusable("The classification provider gave no scores by label");
        }
        if (scores.isEmpty()) {
            return new Finding.Failed("No classification scores returned");
        }
        double score =
                assertion
                        .label()
                        .map(label -> scores.path(label).asDouble(0))
                        .orElseGet(
                                () ->
                                        scores.valueStream()
                                                .mapToDouble(JsonNode::doubleValue)
                                                .max()
                                                .orElse(0));
        boolean holds = score >= assertion.threshold() - Verdict.EPSILON;
        return Verdict.of(
                holds,
                score,
                "%s %s %s %s"
                        .formatted(
                                assertion
                                        .label()
                                        .map(label -> "Classification " + label + " has score")
                                        .orElse("Maximum classification score"),
                                JavaScriptText.fixed(score, 2),
                                holds ? ">=" : "<",
                                JavaScriptText.number(assertion.threshold())));
    }

    static Finding judge(Moderation assertion, JudgedInput input, Examiner examiner) {
        if (input.text().isEmpty()) {
            return Verdict.of(true, 1, "No output to moderate");
        }
        JsonNode flags = examiner.ask(Task.MODERATION, TextNode.valueOf(input.text()));
        if (!flags.isArray()) {
            return new Finding.Unusable("The moderation provider gave no list of flags");
        }
        List<JsonNode> relevant =
                flags.valueStream()
                        .filter(
                                flag ->
                                        assertion.categories().isEmpty()
                                                || assertion
                                                        .categories()
                                                        .contains(flag.path("code").asText()))
                        .toList();
        if (relevant.isEmpty()) {
            return Verdict.of(
                    true,
                    1,
                    flags.isEmpty()
                            ? "No moderation flags detected"
                            : "No relevant moderation flags detected");
        }
        return Verdict.of(
                false,
                0,
                "Moderation flags detected: "
                        + relevant.stream()
                                .map(f -> f.path("description").asText(f.path("code").asText()))
                                .collect(Collectors.joining(", ")));
    }

    /// Posts `{output, context: {prompt, vars}}`; the answer is `{pass, score?, reason?}`.
    static Finding judge(Webhook assertion, JudgedInput input) {
        Setting setting = input.setting();
        ObjectNode body = setting.vars().objectNode();
        body.set("output", input.output());
        body.putObject("context").put("prompt", input.prompt()).set("vars", setting.vars());
        return switch (setting.judge().post(assertion.url(), body)) {
            case Reply.Answered(JsonNode answer) -> hooked(answer);
            case Reply.Failed(String reason) -> new Finding.Failed("Webhook error: " + reason);
            case Reply.Nobody(String reason) -> new Finding.Unusable("Webhook error: " + reason);
        };
    }

    private static Finding hooked(JsonNode answer) {
        JsonNode pass = answer.path("pass");
        JsonNode score = answer.path("score");
        if (!pass.isBoolean()) {
            return new Finding.Failed(
                    "Webhook error: the answer must say \"pass\": true or false, and it is "
                            + JavaScriptText.stringify(answer));
        }
        if (!score.isMissingNode() && !score.isNull() && !score.isNumber()) {
            return new Finding.Failed(
                    "Webhook error: the answer's \"score\" must be a number, and it is "
                            + JavaScriptText.stringify(score));
        }
        boolean holds = pass.booleanValue();
        String reason = answer.path("reason").asText("");
        return Verdict.of(
                holds,
                score.asDouble(holds ? 1 : 0),
                reason.isEmpty() ? "Webhook returned " + holds : reason);
    }
}
