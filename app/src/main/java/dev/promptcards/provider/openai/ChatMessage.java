package dev.promptcards.provider.openai;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.TextNode;

import dev.promptcards.provider.api.FinishReason;

import java.util.Optional;

/// The message of a choice, and what of it is the output, as promptfoo decides it: a refusal is its
/// text; a message with nothing but calls is those calls; one with text and calls is the whole
/// message; else the content. Reasoning stands before a text as `Thinking: …`.
///
/// @param thinking the reasoning to be shown; empty where there is none or it is not wanted
record ChatMessage(JsonNode message, Optional<String> finish, String thinking) {

    private static final JsonMapper JSON =
            JsonMapper.builder().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS).build();

    private static final String FILTERED = "Content filtered by provider";

    /// @param showThinking the setting of that name; shown unless it is false
    static ChatMessage of(JsonNode message, Optional<String> finish, JsonNode showThinking) {
        String reasoning =
                message.path("reasoning").asText(message.path("reasoning_content").asText(""));
        return new ChatMessage(message, finish, showThinking.asBoolean(true) ? reasoning : "");
    }

    boolean refused() {
        return !refusal().isEmpty() || isFiltered();
    }

    /// @param format the request's `response_format`; with `json_schema` a text is read as JSON
    JsonNode output(JsonNode format) {
        if (!refusal().isEmpty()) {
            return new TextNode(refusal());
        }
        JsonNode content = message.path("content");
        if (isFiltered()) {
            return isEmptyText(content) ? new TextNode(FILTERED) : content;
        }
        JsonNode output = spoken(content);
        if (output.isTextual() && "json_schema".equals(format.path("type").asText())) {
            output = structured(output);
        }
        return output.isTextual() && !thinking.isEmpty()
                ? new TextNode("Thinking: " + thinking + "\n\n" + output.asText())
                : output;
    }

    private JsonNode spoken(JsonNode content) {
        JsonNode calls = calls();
        if (isEmptyText(content)) {
            JsonNode transcript = message.path("audio").path("transcript");
            if (!calls.isMissingNode()) {
                return calls;
            }
            return transcript.isTextual() ? transcript : new TextNode("");
        }
        return calls.isMissingNode() ? content : message;
    }

    private JsonNode calls() {
        JsonNode function = message.path("function_call");
        if (function.isObject()) {
            return function;
        }
        JsonNode tools = message.path("tool_calls");
        return tools.isArray() && !tools.isEmpty() ? tools : JSON.missingNode();
    }

    private JsonNode structured(JsonNode text) {
        try {
            JsonNode parsed = JSON.readTree(text.asText());
            // A null would read as no answer.
            return parsed.isNull() || parsed.isMissingNode() ? text : parsed;
        } catch (JsonProcessingException e) {
            return text;
        }
    }

    private String refusal() {
        return message.path("refusal").asText("");
    }

    private boolean isFiltered() {
        return finish.filter(FinishReason.CONTENT_FILTER::equals).isPresent();
    }

    private static boolean isEmptyText(JsonNode content) {
        return content.isMissingNode()
                || content.isNull()
                || (content.isTextual() && content.asText().isEmpty());
    }
}
