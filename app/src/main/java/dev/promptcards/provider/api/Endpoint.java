package dev.promptcards.provider.api;

import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.promptcards.provider.Fingerprint;
import dev.promptcards.provider.http.Secret;
import dev.promptcards.provider.price.PriceOverride;

import java.net.URI;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/// What a spec and its secrets come to: where to send, as whom, and what besides the prompt.
///
/// @param baseUrl of the API, without a path for a method
/// @param headers all of them, the key's among them; never printed
/// @param config the configuration as written; parameters of the request come from here
/// @param environment defaults of parameters from the run's environment (`OPENAI_TEMPERATURE`, …)
/// @param timeout of a whole call
public record Endpoint(
        String model,
        URI baseUrl,
        Secret key,
        Map<String, String> headers,
        ObjectNode config,
        ObjectNode environment,
        PriceOverride prices,
        Duration timeout) {

    /// The URL of a method; a query the base URL has (Azure's `api-version`) stays behind it.
    URI at(String method) {
        String url = baseUrl.toString();
        int query = url.indexOf('?');
        String path = query < 0 ? url : url.substring(0, query);
        return URI.create(
                path.replaceFirst("/+$", "") + method + (query < 0 ? "" : url.substring(query)));
    }

    /// The same with a header more, unless the configuration has it.
    public Endpoint with(String header, String value) {
        Map<String, String> more = new LinkedHashMap<>(headers);
        more.putIfAbsent(header, value);
        return new Endpoint(model, baseUrl, key, more, config, environment, prices, timeout);
    }

    /// Whether it is that host.
    public boolean isAt(String host) {
        return host.equals(baseUrl.getHost());
    }

    String connection() {
        return Fingerprint.of(baseUrl.toString(), key.value()).substring(0, 32);
    }

    @Override
    public String toString() {
        return "Endpoint[" + model + " at " + baseUrl.getHost() + "]";
    }
}
