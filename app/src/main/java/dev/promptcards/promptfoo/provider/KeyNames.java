package dev.promptcards.promptfoo.provider;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/// The environment variables that hold the key and the address of a provider, by the first part of
/// its id. `acme:model` reads `ACME_API_KEY` and the like; what goes by other names is listed.
final class KeyNames {

    private static final Set<String> KEYLESS =
            Set.of("echo", "replay", "http", "https", "file", "script", "webhook", "ws", "wss");

    private static final List<String> GOOGLE =
            List.of(
                    "GOOGLE_API_KEY",
                    "GEMINI_API_KEY",
                    "PALM_API_KEY",
                    "VERTEX_API_KEY",
                    "VERTEX_PROJECT_ID",
                    "VERTEX_REGION",
                    "GOOGLE_CLOUD_PROJECT");
    private static final List<String> AZURE =
            List.of(
                    "AZURE_API_KEY",
                    "AZURE_OPENAI_API_KEY",
                    "AZURE_API_HOST",
                    "AZURE_OPENAI_API_HOST",
                    "AZURE_API_BASE_URL",
                    "AZURE_OPENAI_API_BASE_URL",
                    "AZURE_OPENAI_BASE_URL",
                    "AZURE_DEPLOYMENT_NAME",
                    "AZURE_OPENAI_DEPLOYMENT_NAME",
                    "AZURE_API_VERSION",
                    "AZURE_CLIENT_ID",
                    "AZURE_CLIENT_SECRET",
                    "AZURE_TENANT_ID",
                    "AZURE_CONTENT_SAFETY_API_KEY",
                    "AZURE_CONTENT_SAFETY_ENDPOINT");

    private static final List<String> HUGGING_FACE =
            List.of("HF_TOKEN", "HF_API_TOKEN", "HUGGING_FACE_HUB_TOKEN");

    private static final Map<String, List<String>> OTHERS =
            Map.ofEntries(
                    Map.entry("openai", List.of("OPENAI_ORGANIZATION")),
                    Map.entry("azure", AZURE),
                    Map.entry("azureopenai", AZURE),
                    Map.entry("google", GOOGLE),
                    Map.entry("vertex", GOOGLE),
                    Map.entry("palm", GOOGLE),
                    Map.entry("togetherai", List.of("TOGETHER_API_KEY")),
                    Map.entry("huggingface", HUGGING_FACE),
                    Map.entry("hf", HUGGING_FACE),
                    Map.entry("litellm", List.of("LITELLM_API_BASE")),
                    Map.entry("replicate", List.of("REPLICATE_API_TOKEN")),
                    Map.entry("github", List.of("GITHUB_TOKEN")),
                    Map.entry("alibaba", List.of("DASHSCOPE_API_KEY")),
                    Map.entry("alicloud", List.of("DASHSCOPE_API_KEY")),
                    Map.entry("aliyun", List.of("DASHSCOPE_API_KEY")),
                    Map.entry("dashscope", List.of("DASHSCOPE_API_KEY")),
                    Map.entry("llamaapi", List.of("LLAMA_API_KEY")),
                    Map.entry(
                            "databricks", List.of("DATABRICKS_TOKEN", "DATABRICKS_WORKSPACE_URL")),
                    Map.entry(
                            "cloudflare-ai",
                            List.of("CLOUDFLARE_API_KEY", "CLOUDFLARE_ACCOUNT_ID")),
                    Map.entry("fal", List.of("FAL_KEY")));

    /// Where nobody says who judges, the first of these whose key is there does.
    static final List<String> DEFAULT_GRADERS =
            List.of("openai", "anthropic", "google", "mistral", "azure");

    private KeyNames() {}

    static Set<String> of(String id) {
        int colon = id.indexOf(':');
        String family = (colon < 0 ? id : id.substring(0, colon)).toLowerCase(Locale.ROOT);
        if (KEYLESS.contains(family) || !family.matches("[a-z][a-z0-9-]*")) {
            return Set.of();
        }
        String prefix = family.replace('-', '_').toUpperCase(Locale.ROOT);
        Set<String> names = new LinkedHashSet<>();
        for (String ending : List.of("_API_KEY", "_BASE_URL", "_API_BASE_URL", "_API_HOST")) {
            names.add(prefix + ending);
        }
        names.addAll(OTHERS.getOrDefault(family, List.of()));
        return names;
    }
}
