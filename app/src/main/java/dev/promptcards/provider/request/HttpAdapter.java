package dev.promptcards.provider.request;

import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.promptcards.provider.Adapter;
import dev.promptcards.provider.ProviderSpec;
import dev.promptcards.provider.Resolved;
import dev.promptcards.provider.Resolved.Misconfigured;
import dev.promptcards.provider.Resolved.Ready;
import dev.promptcards.provider.http.AddressPolicy;
import dev.promptcards.provider.http.ProviderHttp;
import dev.promptcards.provider.limit.Limits;
import dev.promptcards.provider.script.Scripts;
import dev.promptcards.script.ScriptScope;
import dev.promptcards.template.Templates;

import jakarta.inject.Singleton;

import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/// `http`, `https`, or a URL for an id: any endpoint, described by the configuration.
@Singleton
final class HttpAdapter implements Adapter {

    private static final Duration TIMEOUT = Duration.ofMinutes(5);
    private static final List<String> MISSING =
            List.of("multipart", "session", "signatureAuth", "tls");

    private final HttpProvider.Tools tools;

    HttpAdapter(
            ProviderHttp http,
            AddressPolicy addresses,
            Templates templates,
            Scripts scripts,
            Clock clock) {
        this.tools = new HttpProvider.Tools(http, addresses, templates, scripts, clock);
    }

    @Override
    public boolean speaks(String id) {
        return id.matches("(?is)https?(://.*)?");
    }

    @Override
    public String form() {
        return "`http` or a URL (any endpoint, described by the configuration)";
    }

    @Override
    public Map<String, List<String>> vendors() {
        return Map.of("http", List.of());
    }

    @Override
    public Resolved open(ProviderSpec spec, Map<String, String> secrets, ScriptScope scope) {
        ObjectNode config = spec.config().deepCopy();
        for (String key : MISSING) {
            if (config.hasNonNull(key)) {
                return new Misconfigured(
                        "%s: `%s` is not supported here".formatted(spec.id(), key));
            }
        }
        if (!Authorization.KINDS.contains(config.path("auth").path("type").asText(""))) {
            return new Misconfigured(
                    "%s: `auth` of that type is not supported; there are bearer, basic and api_key"
                            .formatted(spec.id()));
        }
        String url = config.path("url").asText(spec.id());
        if (!url.contains("/") && !url.contains("{{") && !config.path("request").isTextual()) {
            return new Misconfigured(
                    "%s: there is no `url` in the configuration".formatted(spec.id()));
        }
        double millis = config.path("timeoutMs").asDouble(TIMEOUT.toMillis());
        Duration timeout = Duration.ofMillis(Math.max(1, (long) millis));
        config.remove("timeoutMs");
        config.remove(Limits.KEYS);
        return new Ready(new HttpProvider(new OwnRequest(url, config), timeout, tools, scope));
    }
}
