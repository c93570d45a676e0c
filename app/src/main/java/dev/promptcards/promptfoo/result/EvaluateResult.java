package dev.promptcards.promptfoo.result;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

/// An execution in the form of promptfoo's `EvaluateResult`.
public final class EvaluateResult {

    private static final JsonMapper JSON = new JsonMapper();

    private EvaluateResult() {}

    public static ObjectNode of(JsonNode execution) {
        Outcome outcome = Outcome.of(execution);
        ObjectNode result = JsonNodeFactory.instance.objectNode();
        result.set("cost", execution.path("costUsd"));
        String message = outcome.message(execution);
        if (!message.isEmpty()) {
            result.put("error", message);
        }
        if (outcome.failureReason() != Outcome.ERROR.failureReason()) {
            result.set("gradingResult", grading(execution, outcome));
        }
        copy(execution, "gradingCostUsd", result, "gradingCost");
        copy(execution, "id", result, "id");
        copy(execution, "description", result, "description");
        copy(execution, "executionTimeMs", result, "latencyMs");
        result.set("namedScores", mapping(execution.path("namedScores")));
        ObjectNode prompt = result.putObject("prompt");
        prompt.put("raw", compact(text(execution.path("prompt"))));
        prompt.put("label", execution.path("promptLabel").asText(""));
        copy(execution, "promptIdx", result, "promptIdx");
        ObjectNode provider = result.putObject("provider");
        provider.put("id", execution.path("provider").asText(""));
        provider.put("label", execution.path("providerLabel").asText(""));
        result.set("response", response(execution, outcome, message));
        score(execution, result);
        result.put("success", outcome == Outcome.PASSED);
        result.set("testCase", testCase(execution));
        copy(execution, "testIdx", result, "testIdx");
        result.set("tokenUsage", TokenUsage.of(execution));
        result.set("vars", mapping(execution.path("vars")));
        result.set("metadata", mapping(execution.path("metadata")));
        result.put("failureReason", outcome.failureReason());
        return result;
    }

    private static ObjectNode grading(JsonNode execution, Outcome outcome) {
        ObjectNode grading = JsonNodeFactory.instance.objectNode();
        grading.put("pass", outcome == Outcome.PASSED);
        score(execution, grading);
        grading.put("reason", execution.path("reason").asText(""));
        grading.set("namedScores", mapping(execution.path("namedScores")));
        grading.set("tokensUsed", TokenUsage.judges(execution));
        ArrayNode components = grading.putArray("componentResults");
        for (JsonNode component : execution.path("components")) {
            ObjectNode one = components.addObject();
            one.put("pass", component.path("pass").asBoolean());
            score(component, one);
            one.put("reason", component.path("reason").asText(""));
            copy(component, "namedScores", one, "namedScores");
            copy(component, "tokensUsed", one, "tokensUsed");
            copy(component, "componentResults", one, "componentResults");
            one.set("assertion", assertion(component));
        }
        return grading;
    }

    /// One without a score, which may come by import, keeps having none.
    private static void score(JsonNode from, ObjectNode to) {
        JsonNode score = from.path("score");
        if (score.isNumber()) {
            to.put("score", score.asDouble());
        } else {
            to.putNull("score");
        }
    }

    private static JsonNode assertion(JsonNode component) {
        JsonNode assertion = component.path("assertion");
        return assertion.isObject()
                ? assertion
                : JsonNodeFactory.instance
                        .objectNode()
                        .put("type", component.path("type").asText(""));
    }

    private static ObjectNode response(JsonNode execution, Outcome outcome, String message) {
        ObjectNode response = JsonNodeFactory.instance.objectNode();
        if (outcome.failureReason() == Outcome.ERROR.failureReason()) {
            response.put("error", message);
        }
        copy(execution, "output", response, "output");
        response.set("cost", execution.path("costUsd"));
        response.put("cached", execution.path("cached").asBoolean());
        response.set("tokenUsage", TokenUsage.of(execution));
        copy(execution, "finishReason", response, "finishReason");
        return response;
    }

    private static ObjectNode testCase(JsonNode execution) {
        ObjectNode testCase = JsonNodeFactory.instance.objectNode();
        testCase.set("vars", mapping(execution.path("vars")));
        copy(execution, "description", testCase, "description");
        ArrayNode assertions = testCase.putArray("assert");
        execution.path("components").forEach(component -> assertions.add(assertion(component)));
        testCase.putObject("options");
        testCase.set("metadata", mapping(execution.path("metadata")));
        return testCase;
    }

    private static void copy(JsonNode from, String key, ObjectNode to, String as) {
        JsonNode value = from.path(key);
        if (!value.isMissingNode() && !value.isNull()) {
            to.set(as, value);
        }
    }

    private static JsonNode mapping(JsonNode value) {
        return value.isObject() ? value : JsonNodeFactory.instance.objectNode();
    }

    /// A prompt that is JSON is told without the white space it was sent with.
    private static String compact(String prompt) {
        if (!prompt.startsWith("[") && !prompt.startsWith("{")) {
            return prompt;
        }
        try {
            return JSON.readTree(prompt).toString();
        } catch (JsonProcessingException _) {
            return prompt;
        }
    }

    /// A text as it is, anything else as JSON.
    public static String text(JsonNode value) {
        return value.isTextual()
                ? value.textValue()
                : value.isMissingNode() || value.isNull() ? "" : value.toString();
    }
}
