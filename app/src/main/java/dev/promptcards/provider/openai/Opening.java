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

import java.net.URI;
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
        return open(spec, secrets, vendor, method, model, EndpointConfig::baseUrl);
    }

    /// Finds an address.
    @FunctionalInterface
    interface Locator {
        URI baseUrl(EndpointConfig config) throws EndpointConfig.Wrong;
    }

    /// @param locator where a vendor's methods are not right behind its base URL
    Resolved open(
            ProviderSpec spec,
            Map<String, String> secrets,
            Vendor vendor,
            Method method,
            String model,
            Locator locator) {
        try {
            EndpointConfig config = EndpointConfig.of(spec, secrets, vendor);
            URI url = locator.baseUrl(config);
            return ready(config.endpoint(model, url, addresses, method.defaults()), method);
        } catch (EndpointConfig.Wrong e) {
            return new Misconfigured("%s: %s".formatted(spec.id(), e.getMessage()));
        }
    }

    private Ready ready(Endpoint endpoint, Method method) {
        Pricing pricing = new Pricing(endpoint.prices(), prices.of(endpoint.model()));
        return new Ready(new ApiProvider(endpoint, method.at(endpoint, pricing), http, clock));
    }
}
