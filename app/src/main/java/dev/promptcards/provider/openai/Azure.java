package dev.promptcards.provider.openai;

import dev.promptcards.provider.Adapter;
import dev.promptcards.provider.ProviderSpec;
import dev.promptcards.provider.Resolved;
import dev.promptcards.provider.Resolved.Misconfigured;
import dev.promptcards.provider.Resolved.Unsupported;
import dev.promptcards.provider.api.EndpointConfig;
import dev.promptcards.provider.api.Vendor;
import dev.promptcards.script.ScriptScope;

import jakarta.inject.Singleton;

import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// `azure:chat:DEPLOYMENT` (or `azureopenai:`), `azure:completion:`, `azure:embedding:`. The
/// deployment is part of the address, and what its filters say becomes guardrails.
@Singleton
final class Azure implements Adapter {

    private static final String API_VERSION = "2024-12-01-preview";
    private static final Set<String> METHODS =
            Set.of("chat", "completion", "embedding", "embeddings");

    private static final Vendor VENDOR =
            new Vendor(List.of("AZURE", "AZURE_OPENAI"), Optional.empty(), "", "api-key", "", true);

    private final Opening opening;

    Azure(Opening opening) {
        this.opening = opening;
    }

    @Override
    public boolean speaks(String id) {
        return id.startsWith("azure:") || id.startsWith("azureopenai:");
    }

    @Override
    public String form() {
        return "`azure:chat:DEPLOYMENT`, `azure:embedding:DEPLOYMENT`";
    }

    @Override
    public Map<String, List<String>> vendors() {
        return Map.of("azure", VENDOR.variables());
    }

    @Override
    public Resolved open(ProviderSpec spec, Map<String, String> secrets, ScriptScope scope) {
        String rest = spec.id().substring(spec.id().indexOf(':') + 1);
        String kind = rest.contains(":") ? rest.substring(0, rest.indexOf(':')) : rest;
        if (!METHODS.contains(kind)) {
            return new Unsupported(
                    "The provider `%s` is not supported: of Azure only %s are"
                            .formatted(spec.id(), form()));
        }
        Method method = Method.named(kind);
        String deployment =
                Optional.of(method.modelIn(rest))
                        .filter(name -> !name.isBlank())
                        .or(() -> variable(secrets, "AZURE_DEPLOYMENT_NAME"))
                        .or(() -> variable(secrets, "AZURE_OPENAI_DEPLOYMENT_NAME"))
                        .orElse("");
        if (deployment.isBlank()) {
            return new Misconfigured(
                    "`%s` names no deployment; write `azure:%s:DEPLOYMENT`"
                            .formatted(spec.id(), kind));
        }
        return opening.open(
                spec, secrets, VENDOR, method, deployment, config -> located(config, deployment));
    }

    private static URI located(EndpointConfig config, String deployment)
            throws EndpointConfig.Wrong {
        String version =
                config.written("apiVersion")
                        .or(() -> config.secret("AZURE_API_VERSION"))
                        .orElse(API_VERSION);
        return URI.create(
                "%s/openai/deployments/%s?api-version=%s"
                        .formatted(
                                config.baseUrl().toString().replaceFirst("/+$", ""),
                                encoded(deployment),
                                encoded(version)));
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    private static Optional<String> variable(Map<String, String> secrets, String name) {
        return Optional.ofNullable(secrets.get(name)).filter(value -> !value.isBlank());
    }
}
