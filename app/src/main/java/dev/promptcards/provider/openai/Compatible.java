package dev.promptcards.provider.openai;

import dev.promptcards.provider.Adapter;
import dev.promptcards.provider.ProviderSpec;
import dev.promptcards.provider.Resolved;
import dev.promptcards.provider.Resolved.Misconfigured;
import dev.promptcards.provider.Resolved.Unsupported;
import dev.promptcards.provider.api.Vendor;
import dev.promptcards.script.ScriptScope;

import jakarta.inject.Singleton;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;
import java.util.stream.Collectors;

/// Vendors and servers that speak OpenAI's protocols: `mistral:MODEL`, `groq:chat:MODEL`,
/// `together:embedding:MODEL`.
@Singleton
final class Compatible implements Adapter {

    private static final Vendor ALIBABA =
            Vendor.bearing("DASHSCOPE", "https://dashscope-intl.aliyuncs.com/compatible-mode/v1");
    private static final Vendor TOGETHER =
            Vendor.bearing("TOGETHER", "https://api.together.xyz/v1");

    private static final Map<String, Vendor> VENDORS =
            Map.ofEntries(
                    Map.entry("alibaba", ALIBABA),
                    Map.entry("alicloud", ALIBABA),
                    Map.entry("aliyun", ALIBABA),
                    Map.entry("cerebras", Vendor.bearing("CEREBRAS", "https://api.cerebras.ai/v1")),
                    Map.entry("dashscope", ALIBABA),
                    Map.entry(
                            "deepseek", Vendor.bearing("DEEPSEEK", "https://api.deepseek.com/v1")),
                    Map.entry(
                            "fireworks",
                            Vendor.bearing("FIREWORKS", "https://api.fireworks.ai/inference/v1")),
                    Map.entry(
                            "github",
                            Vendor.bearing("GITHUB", "https://models.github.ai/inference")),
                    Map.entry("groq", Vendor.bearing("GROQ", "https://api.groq.com/openai/v1")),
                    Map.entry(
                            "hyperbolic",
                            Vendor.bearing("HYPERBOLIC", "https://api.hyperbolic.xyz/v1")),
                    Map.entry(
                            "litellm",
                            Vendor.bearing("LITELLM", "http://127.0.0.1:4000").keyless()),
                    Map.entry(
                            "localai",
                            Vendor.bearing("LOCALAI", "http://127.0.0.1:8080/v1").keyless()),
                    Map.entry("mistral", Vendor.bearing("MISTRAL", "https://api.mistral.ai/v1")),
                    Map.entry(
                            "nvidia",
                            Vendor.bearing("NVIDIA", "https://integrate.api.nvidia.com/v1")),
                    Map.entry(
                            "openrouter",
                            Vendor.bearing("OPENROUTER", "https://openrouter.ai/api/v1")),
                    Map.entry(
                            "perplexity",
                            Vendor.bearing("PERPLEXITY", "https://api.perplexity.ai")),
                    Map.entry("together", TOGETHER),
                    Map.entry("togetherai", TOGETHER),
                    Map.entry("xai", Vendor.bearing("XAI", "https://api.x.ai/v1")));

    /// Who is asked where an id ends with the vendor, as in promptfoo.
    private static final Map<String, String> DEFAULTS =
            Map.of(
                    "deepseek", "deepseek-chat",
                    "github", "openai/gpt-5",
                    "perplexity", "sonar");

    private final Opening opening;

    Compatible(Opening opening) {
        this.opening = opening;
    }

    @Override
    public boolean speaks(String id) {
        return VENDORS.containsKey(name(id));
    }

    @Override
    public String form() {
        return "`VENDOR:MODEL` for " + String.join(", ", new TreeSet<>(VENDORS.keySet()));
    }

    @Override
    public Map<String, List<String>> vendors() {
        return VENDORS.entrySet().stream()
                .collect(
                        Collectors.toMap(Map.Entry::getKey, named -> named.getValue().variables()));
    }

    @Override
    public Resolved open(ProviderSpec spec, Map<String, String> secrets, ScriptScope scope) {
        String name = name(spec.id());
        String rest = spec.id().substring(Math.min(spec.id().length(), name.length() + 1));
        String kind = rest.contains(":") ? rest.substring(0, rest.indexOf(':')) : rest;
        if (OpenAi.OTHERS.contains(kind) && rest.contains(":")) {
            return new Unsupported(
                    "The provider `%s` is not supported: of %s only chats, completions and embeddings"
                            .formatted(spec.id(), name));
        }
        Method method = Method.named(kind);
        String model = rest.isEmpty() ? DEFAULTS.getOrDefault(name, "") : method.modelIn(rest);
        if (model.isBlank()) {
            return new Misconfigured(
                    "`%s` names no model; write `%s:MODEL`".formatted(spec.id(), name));
        }
        return opening.open(
                new ProviderSpec(
                        spec.id(), spec.label(), VendorConfig.of(name, method, spec.config())),
                secrets,
                Objects.requireNonNull(VENDORS.get(name)),
                method,
                model);
    }

    private static String name(String id) {
        int colon = id.indexOf(':');
        return colon < 0 ? "" : id.substring(0, colon);
    }
}
