package dev.promptcards.provider.anthropic;

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

/// `anthropic:messages:MODEL`, or `anthropic:MODEL` for short.
@Singleton
final class Anthropic implements Adapter {

    private static final String PREFIX = "anthropic:";
    private static final String MESSAGES = "messages:";
    private static final String VERSION = "2023-06-01";

    private static final Vendor VENDOR =
            new Vendor(
                    List.of("ANTHROPIC"),
                    Optional.of("https://api.anthropic.com"),
                    "",
                    "x-api-key",
                    "",
                    true);
    private static final Map<String, String> DEFAULTS =
            Map.of("ANTHROPIC_TEMPERATURE", "temperature", "ANTHROPIC_MAX_TOKENS", "max_tokens");

    private final ProviderHttp http;
    private final AddressPolicy addresses;
    private final Prices prices;
    private final Clock clock;

    Anthropic(ProviderHttp http, AddressPolicy addresses, Prices prices, Clock clock) {
        this.http = http;
        this.addresses = addresses;
        this.prices = prices;
        this.clock = clock;
    }

    @Override
    public boolean speaks(String id) {
        return id.startsWith(PREFIX);
    }

    @Override
    public String form() {
        return "`anthropic:messages:MODEL`";
    }

    @Override
    public Map<String, List<String>> vendors() {
        return Map.of("anthropic", VENDOR.variables());
    }

    @Override
    public Resolved open(ProviderSpec spec, Map<String, String> secrets, ScriptScope scope) {
        String rest = spec.id().substring(PREFIX.length());
        String model = rest.startsWith(MESSAGES) ? rest.substring(MESSAGES.length()) : rest;
        if (model.isBlank() || model.equals("messages")) {
            return new Misconfigured(
                    "`%s` names no model; write `anthropic:messages:MODEL`".formatted(spec.id()));
        }
        if (!model.startsWith("claude-") && !rest.startsWith(MESSAGES)) {
            return new Unsupported(
                    "The provider `%s` is not supported: of Anthropic's only %s is"
                            .formatted(spec.id(), form()));
        }
        try {
            Endpoint endpoint =
                    EndpointConfig.of(spec, secrets, VENDOR)
                            .endpoint(model, addresses, DEFAULTS)
                            .with("anthropic-version", VERSION);
            Pricing pricing = new Pricing(endpoint.prices(), prices.of(model));
            return new Ready(
                    new ApiProvider(endpoint, new Messages(endpoint, pricing), http, clock));
        } catch (EndpointConfig.Wrong e) {
            return new Misconfigured("%s: %s".formatted(spec.id(), e.getMessage()));
        }
    }
}
