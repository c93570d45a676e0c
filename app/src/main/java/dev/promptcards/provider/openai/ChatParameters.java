package dev.promptcards.provider.openai;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.promptcards.provider.api.Endpoint;
import dev.promptcards.provider.api.Parameters;

import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/// What is sent beside model and messages. Every key of a configuration that does not steer this
/// program is a parameter and is passed through as written; `passthrough` holds any others. Two
/// parameters are sent unasked, as promptfoo sends them: `temperature` 0 and `max_tokens` 1024,
/// unless `omitDefaults` is set or the model is a reasoning model, which accepts neither.
final class ChatParameters {

    /// Defaults promptfoo takes from the environment.
    static final Map<String, String> FROM_ENVIRONMENT =
            Map.of(
                    "OPENAI_TEMPERATURE", "temperature",
                    "OPENAI_MAX_TOKENS", "max_tokens",
                    "OPENAI_MAX_COMPLETION_TOKENS", "max_completion_tokens",
                    "OPENAI_TOP_P", "top_p",
                    "OPENAI_PRESENCE_PENALTY", "presence_penalty",
                    "OPENAI_FREQUENCY_PENALTY", "frequency_penalty");

    private static final List<String> NOT_FOR_REASONING = List.of("temperature", "max_tokens");

    /// o1, o3, o4, gpt-5 and later, also behind a vendor's name or as the base of a fine-tuned
    /// model.
    private static final Pattern REASONING =
            Pattern.compile("(^|.*/)(ft:)?(o[134]|gpt-([5-9]|\\d\\d))([-.:].*|$)");

    private ChatParameters() {}

    /// @param settings those of one call, over those of the endpoint
    static ObjectNode of(Endpoint endpoint, ObjectNode settings) {
        ObjectNode config = JsonNodeFactory.instance.objectNode();
        config.setAll(endpoint.config());
        config.setAll(settings);
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        body.put("model", endpoint.model());
        boolean reasoning = isReasoning(config, endpoint.model());
        if (!reasoning && !config.path("omitDefaults").asBoolean(false)) {
            body.put("temperature", 0);
            body.put("max_tokens", 1024);
        }
        body.setAll(endpoint.environment());
        body.setAll(Parameters.in(config));
        if (reasoning) {
            body.remove(NOT_FOR_REASONING);
        } else if (body.has("max_completion_tokens") && !config.has("max_tokens")) {
            // Two limits at once are refused; the one asked for stands.
            body.remove("max_tokens");
        }
        return body;
    }

    /// The same without what is sent unasked: methods other than chats know none of it.
    static ObjectNode written(Endpoint endpoint, ObjectNode settings) {
        ObjectNode bare = settings.deepCopy().put("omitDefaults", true);
        return of(endpoint, bare);
    }

    /// What a configuration says of its model, else what the model's name does.
    static boolean isReasoning(ObjectNode config, String model) {
        return config.path("isReasoningModel").asBoolean()
                || config.path("o1").asBoolean()
                || isReasoning(config.path("passthrough").path("model").asText(model));
    }

    static boolean isReasoning(String model) {
        return REASONING.matcher(model).matches();
    }
}
