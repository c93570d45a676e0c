package dev.promptcards.provider.openai;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import java.math.BigDecimal;
import java.util.Map;

/// Where the configurations of compatible vendors mean something else than OpenAI's do, in
/// promptfoo: what is sent unasked, and keys of their own.
final class VendorConfig {

    /// In place of `temperature` 0 and `max_tokens` 1024.
    private static final Map<String, Map<String, BigDecimal>> UNASKED =
            Map.of(
                    "litellm", Map.of(),
                    "localai", Map.of("temperature", new BigDecimal("0.7")),
                    "mistral", Map.of("max_tokens", new BigDecimal(1024), "top_p", BigDecimal.ONE));

    private VendorConfig() {}

    /// The same in OpenAI's terms.
    static ObjectNode of(String vendor, Method method, ObjectNode written) {
        ObjectNode config = written.deepCopy();
        Map<String, BigDecimal> unasked = UNASKED.get(vendor);
        if (unasked != null && !config.has("omitDefaults")) {
            config.put("omitDefaults", true);
            if (method == Method.CHAT || method == Method.COMPLETION) {
                unasked.forEach(
                        (name, value) -> config.putIfAbsent(name, config.numberNode(value)));
            }
        }
        switch (vendor) {
            case "github" -> config.putIfAbsent("apiKeyEnvar", config.textNode("GITHUB_TOKEN"));
            case "litellm" -> locate(config, "{{ env.LITELLM_API_BASE }}");
            case "openrouter" -> route(config);
            case "xai" -> {
                JsonNode region = config.remove("region");
                if (region != null && region.isTextual()) {
                    locate(config, "https://%s.api.x.ai/v1".formatted(region.textValue()));
                }
            }
            default -> {
                // As OpenAI's.
            }
        }
        return config;
    }

    private static void locate(ObjectNode config, String url) {
        if (!config.hasNonNull("apiBaseUrl")) {
            config.put("apiBaseUrl", url);
        }
    }

    /// The key `provider` says through whom to route; elsewhere it names a grader.
    private static void route(ObjectNode config) {
        JsonNode route = config.remove("provider");
        if (route != null) {
            ObjectNode passthrough = config.withObject("/passthrough");
            passthrough.putIfAbsent("provider", route);
        }
    }
}
