package dev.promptcards.provider.api;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.promptcards.provider.limit.Limits;
import dev.promptcards.provider.price.PriceOverride;

import java.util.HashSet;
import java.util.Set;

/// What of a configuration is for the provider: every key that does not steer this program, as
/// written, and what stands in `passthrough`.
public final class Parameters {

    /// Keys of a configuration, or of a case's options in promptfoo, that are not parameters. An
    /// answer is read whole, so nothing is gained by streaming it.
    private static final Set<String> NOT_SENT = notSent();

    private Parameters() {}

    public static ObjectNode in(ObjectNode config) {
        ObjectNode parameters = JsonNodeFactory.instance.objectNode();
        config.properties().stream()
                .filter(entry -> !NOT_SENT.contains(entry.getKey()))
                .filter(entry -> !entry.getValue().isNull())
                .forEach(entry -> parameters.set(entry.getKey(), entry.getValue()));
        if (config.path("passthrough") instanceof ObjectNode passthrough) {
            parameters.setAll(passthrough);
        }
        return parameters;
    }

    private static Set<String> notSent() {
        Set<String> keys =
                new HashSet<>(
                        Set.of(
                                "apiBaseUrl",
                                "apiEndpoint",
                                "apiHost",
                                "apiKey",
                                "apiKeyEnvar",
                                "apiKeyRequired",
                                "apiVersion",
                                "connection",
                                "isReasoningModel",
                                "o1",
                                "organization",
                                "headers",
                                "timeoutMs",
                                "maxRetries",
                                "omitDefaults",
                                "passthrough",
                                "showThinking",
                                "mcp",
                                "functionToolCallbacks",
                                "maxToolCalls",
                                "audioCost",
                                "audioInputCost",
                                "audioOutputCost",
                                "stream",
                                "stream_options",
                                "transform",
                                "postprocess",
                                "transformVars",
                                "storeOutputAs",
                                "prefix",
                                "suffix",
                                "provider",
                                "rubricPrompt",
                                "factuality",
                                "disableVarExpansion",
                                "disableConversationVar",
                                "disableDefaultAsserts",
                                "runSerially",
                                "basePath"));
        keys.addAll(PriceOverride.KEYS);
        keys.addAll(Limits.KEYS);
        return Set.copyOf(keys);
    }
}
