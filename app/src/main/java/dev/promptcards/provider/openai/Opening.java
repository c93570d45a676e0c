package dev.promptcards.provider.openai;

import dev.promptcards.provider.ProviderSpec;
import dev.promptcards.provider.Resolved;
import dev.promptcards.provider.Resolved.Misconfigured;
import dev.promptcards.provider.Resolved.Ready;
import dev.promptcards.provider.api.ApiProvider;
import dev.promptcards.provider.api.Endpoint;
import dev.promptcards.provider.api.EndpointConfig;
import dev.promptcards.provider.api.Pricing;
import dev.promptcards.provider.api.Vendor;
import dev.promptcards.provider.http.AddressPolicy;
import dev.promptcards.provider.http.ProviderHttp;
import dev.promptcards.provider.price.Prices;

import jakarta.inject.Singleton;

import java.time.Clock;
import java.util.Map;

/// Opens models of whoever speaks OpenAI's protocols.
@Singleton
final class Opening {

    private final ProviderHttp http;
    private final AddressPolicy addresses;
    private final Prices prices;
    private final Clock clock;

    Opening(ProviderHttp http, AddressPolicy addresses, Prices prices, Clock clock) {
        this.http = http;
        this.addresses = addresses;
        this.prices = prices;
        this.clock = clock;
    }

    Resolved open(
            ProviderSpec spec,
            Map<String, String> secrets,
            Vendor vendor,
            Method method,
            String model) {
        try {
            EndpointConfig config = EndpointConfig.of(spec, secrets, vendor);
            return ready(config.endpoint(model, addresses, method.defaults()), method);
        } catch (EndpointConfig.Wrong e) {
            return new Misconfigured("%s: %s".formatted(spec.id(), e.getMessage()));
        }
    }

    private Ready ready(Endpoint endpoint, Method method) {
        Pricing pricing = new Pricing(endpoint.prices(), prices.of(endpoint.model()));
        return new Ready(new ApiProvider(endpoint, method.at(endpoint, pricing), http, clock));
    }
}
