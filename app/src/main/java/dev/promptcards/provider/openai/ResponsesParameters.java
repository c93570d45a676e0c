package dev.promptcards.provider.openai;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.promptcards.provider.api.Endpoint;
import dev.promptcards.provider.api.Parameters;

import org.jspecify.annotations.Nullable;

import java.util.List;

/// What is sent beside model and input. A configuration written for chats fits, as in promptfoo:
/// `reasoning_effort`, `verbosity` and `response_format` go where this method wants them, and what
/// it would refuse is left out. `temperature` 0 and `max_output_tokens` 1024 are sent unasked, as
/// for chats.
final class ResponsesParameters {

    /// Parameters of chats that this method knows under another name or not at all.
    private static final List<String> OF_CHATS =
            List.of(
                    "max_tokens",
                    "max_completion_tokens",
                    "presence_penalty",
                    "frequency_penalty",
                    "stop",
                    "seed",
                    "functions",
                    "function_call",
                    "reasoning_effort",
                    "verbosity",
                    "response_format");

    private ResponsesParameters() {}

    /// @param settings those of one call, over those of the endpoint
    static ObjectNode of(Endpoint endpoint, ObjectNode settings) {
        ObjectNode config = JsonNodeFactory.instance.objectNode();
        config.setAll(endpoint.config());
        config.setAll(settings);
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        body.put("model", endpoint.model());
        boolean reasoning = ChatParameters.isReasoning(config, endpoint.model());
        setDefaults(body, endpoint.environment(), config, reasoning);
        if (reasoning && config.hasNonNull("reasoning_effort")) {
            body.putObject("reasoning").set("effort", config.get("reasoning_effort"));
        }
        setText(body, config);
        config.remove(OF_CHATS);
        if (reasoning) {
            config.remove("temperature");
        }
        ObjectNode written = Parameters.in(config);
        if (written.path("text") instanceof ObjectNode text && body.has("text")) {
            written.set("text", body.withObject("text").deepCopy().setAll(text));
        }
        body.setAll(written);
        return body;
    }

    private static void setDefaults(
            ObjectNode body, ObjectNode environment, ObjectNode config, boolean reasoning) {
        if (!reasoning && !config.path("omitDefaults").asBoolean(false)) {
            body.put("temperature", 0);
            body.put("max_output_tokens", 1024);
        }
        set(body, "temperature", reasoning ? null : environment.get("temperature"));
        set(body, "top_p", environment.get("top_p"));
        set(
                body,
                "max_output_tokens",
                environment.get(reasoning ? "max_completion_tokens" : "max_tokens"));
    }

    private static void setText(ObjectNode body, ObjectNode config) {
        JsonNode format = config.path("response_format");
        switch (format.path("type").asText("")) {
            case "json_object" -> body.withObject("/text/format").put("type", "json_object");
            case "json_schema" -> setSchema(body.withObject("/text/format"), format);
            default -> {
                // A text, which it is unasked.
            }
        }
        if (config.hasNonNull("verbosity")) {
            body.withObject("/text").set("verbosity", config.get("verbosity"));
        }
    }

    /// The schema stands within `json_schema`, as for chats, or beside the type.
    private static void setSchema(ObjectNode target, JsonNode format) {
        JsonNode within = format.path("json_schema");
        JsonNode schema = format.has("schema") ? format.path("schema") : within.path("schema");
        target.put("type", "json_schema");
        target.put(
                "name", within.path("name").asText(format.path("name").asText("response_schema")));
        target.set("schema", schema);
        target.put(
                "strict", within.path("strict").asBoolean(format.path("strict").asBoolean(true)));
    }

    private static void set(ObjectNode body, String name, @Nullable JsonNode value) {
        if (value != null) {
            body.set(name, value);
        }
    }
}
