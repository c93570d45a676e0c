package dev.promptcards.provider.google;

import dev.promptcards.provider.Adapter;
import dev.promptcards.provider.ProviderSpec;
import dev.promptcards.provider.Resolved;
import dev.promptcards.provider.Resolved.Misconfigured;
import dev.promptcards.provider.Resolved.Ready;
import dev.promptcards.provider.Resolved.Unsupported;
import dev.promptcards.provider.api.ApiProvider;
import dev.promptcards.provider.api.Endpoint;
import dev.promptcards.provider.api.EndpointConfig;
import dev.promptcards.provider.api.Pricing;
import dev.promptcards.provider.api.Protocol;
import dev.promptcards.provider.api.Vendor;
import dev.promptcards.provider.http.AddressPolicy;
import dev.promptcards.provider.http.ProviderHttp;
import dev.promptcards.provider.price.Prices;
import dev.promptcards.script.ScriptScope;

import jakarta.inject.Singleton;

import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// `google:MODEL` and `google:embedding:MODEL`; `palm:` is its old name.
@Singleton
final class Google implements Adapter {

    private static final Vendor VENDOR =
            new Vendor(
                    List.of("GOOGLE", "GEMINI", "PALM"),
                    Optional.of("https://generativelanguage.googleapis.com"),
                    "",
                    "x-goog-api-key",
                    "",
                    true);

    private final ProviderHttp http;
    private final AddressPolicy addresses;
    private final Prices prices;
    private final Clock clock;

    Google(ProviderHttp http, AddressPolicy addresses, Prices prices, Clock clock) {
        this.http = http;
        this.addresses = addresses;
        this.prices = prices;
        this.clock = clock;
    }

    @Override
    public boolean speaks(String id) {
        return id.startsWith("google:") || id.startsWith("palm:");
    }

    @Override
    public String form() {
        return "`google:MODEL`, `google:embedding:MODEL`";
    }

    @Override
    public Map<String, List<String>> vendors() {
        return Map.of("google", VENDOR.variables());
    }

    @Override
    public Resolved open(ProviderSpec spec, Map<String, String> secrets, ScriptScope scope) {
        String rest = spec.id().substring(spec.id().indexOf(':') + 1);
        int colon = rest.indexOf(':');
        String kind = colon < 0 ? "chat" : rest.substring(0, colon);
        String model = rest.substring(colon + 1);
        boolean embeds = kind.equals("embedding") || kind.equals("embeddings");
        if (!embeds && !kind.equals("chat")) {
            return new Unsupported(
                    "The provider `%s` is not supported: of Google's only %s are"
                            .formatted(spec.id(), form()));
        }
        if (model.isBlank()) {
            return new Misconfigured(
                    "`%s` names no model; write `google:MODEL`".formatted(spec.id()));
        }
        try {
            Endpoint endpoint =
                    EndpointConfig.of(spec, secrets, VENDOR).endpoint(model, addresses, Map.of());
            Pricing pricing = new Pricing(endpoint.prices(), prices.of(model));
            Protocol protocol =
                    embeds ? new EmbedContent(endpoint) : new GenerateContent(endpoint, pricing);
            return new Ready(new ApiProvider(endpoint, protocol, http, clock));
        } catch (EndpointConfig.Wrong e) {
            return new Misconfigured("%s: %s".formatted(spec.id(), e.getMessage()));
        }
    }
}
