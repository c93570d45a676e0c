package dev.promptcards.assertion.script;

import com.fasterxml.jackson.databind.JsonNode;

import dev.promptcards.assertion.json.JavaScriptText;
import dev.promptcards.assertion.kind.Breakdown;
import dev.promptcards.assertion.kind.Finding;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/// What a `javascript` assertion may return: a boolean, a number, or a grading result `{pass,
/// score, reason, namedScores?, namedScoreWeights?, componentResults?}`. Anything else fails.
final class Returned {

    private Returned() {}

    static Finding finding(JsonNode returned, String code, OptionalDouble threshold) {
        if (returned.isBoolean()) {
            return Finding.of(returned.booleanValue(), returned(false, code), returned(true, code));
        }
        if (returned.isNumber()) {
            double score = returned.doubleValue();
            boolean holds = threshold.isPresent() ? score >= threshold.getAsDouble() : score > 0;
            return new Finding.Decided(
                    holds, score, score, returned(holds, code), "Assertion passed", Breakdown.NONE);
        }
        return isGradingResult(returned)
                ? gradingResult(returned, code)
                : threw(
                        "Custom function must return a boolean, number, or GradingResult object."
                                + " Got type "
                                + typeName(returned)
                                + ": "
                                + JavaScriptText.stringify(returned));
    }

    static Finding threw(String message) {
        return new Finding.Failed("Custom function threw error: " + message);
    }

    private static boolean isGradingResult(JsonNode returned) {
        return returned.path("pass").isBoolean()
                && returned.path("score").isNumber()
                && returned.path("reason").isTextual()
                && isScores(returned.path("namedScores"))
                && isScores(returned.path("namedScoreWeights"));
    }

    private static boolean isScores(JsonNode scores) {
        return scores.isMissingNode()
                || (scores.isObject()
                        && scores.properties().stream().allMatch(e -> e.getValue().isNumber()));
    }

    private static Finding gradingResult(JsonNode returned, String code) {
        boolean holds = returned.path("pass").booleanValue();
        double score = returned.path("score").doubleValue();
        String reason = returned.path("reason").textValue();
        return new Finding.Decided(
                holds,
                score,
                score,
                reason.isBlank() ? returned(holds, code) : reason,
                reason,
                new Breakdown(
                        scores(returned.path("namedScores")),
                        scores(returned.path("namedScoreWeights")),
                        parts(returned.path("componentResults"))));
    }

    private static Map<String, Double> scores(JsonNode scores) {
        Map<String, Double> byName = new LinkedHashMap<>();
        scores.properties().forEach(e -> byName.put(e.getKey(), e.getValue().doubleValue()));
        return byName;
    }

    private static List<Breakdown.Part> parts(JsonNode results) {
        List<Breakdown.Part> parts = new ArrayList<>();
        for (JsonNode result : results) {
            parts.add(
                    new Breakdown.Part(
                            Optional.ofNullable(result.path("assertion").path("type").textValue()),
                            result.path("pass").asBoolean(),
                            result.path("score").asDouble(),
                            Finding.clip(result.path("reason").asText(""))));
        }
        return parts;
    }

    private static String returned(boolean outcome, String code) {
        return "Custom function returned " + outcome + "\n" + code;
    }

    private static String typeName(JsonNode value) {
        return value.isTextual() ? "string" : value.isMissingNode() ? "undefined" : "object";
    }
}
