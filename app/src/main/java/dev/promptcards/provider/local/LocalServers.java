package dev.promptcards.provider.local;

import dev.promptcards.provider.Adapter;
import dev.promptcards.provider.ProviderSpec;
import dev.promptcards.provider.Resolved;
import dev.promptcards.provider.Resolved.Misconfigured;
import dev.promptcards.provider.Resolved.Ready;
import dev.promptcards.provider.api.ApiProvider;
import dev.promptcards.provider.api.Endpoint;
import dev.promptcards.provider.api.EndpointConfig;
import dev.promptcards.provider.api.Pricing;
import dev.promptcards.provider.api.Protocol;
import dev.promptcards.provider.api.Vendor;
import dev.promptcards.provider.http.AddressPolicy;
import dev.promptcards.provider.http.ProviderHttp;
import dev.promptcards.script.ScriptScope;

import jakarta.inject.Singleton;

import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// `ollama:chat:MODEL`, `ollama:completion:MODEL` (or `ollama:MODEL`), `ollama:embedding:MODEL`;
/// `llama`, or `llama:NAME`, for a server of llama.cpp, which has but one model.
@Singleton
final class LocalServers implements Adapter {

    private static final String LLAMA = "llama";
    private static final String OLLAMA = "ollama:";

    private final ProviderHttp http;
    private final AddressPolicy addresses;
    private final Clock clock;

    LocalServers(ProviderHttp http, AddressPolicy addresses, Clock clock) {
        this.http = http;
        this.addresses = addresses;
        this.clock = clock;
    }

    @Override
    public boolean speaks(String id) {
        return id.startsWith(OLLAMA) || id.equals(LLAMA) || id.startsWith(LLAMA + ":");
    }

    @Override
    public String form() {
        return "`ollama:chat:MODEL`, `ollama:completion:MODEL`, `ollama:embedding:MODEL`,"
                + " `llama` (llama.cpp)";
    }

    @Override
    public Map<String, List<String>> vendors() {
        return Map.of("ollama", List.of("OLLAMA"), LLAMA, List.of("LLAMA"));
    }

    @Override
    public Resolved open(ProviderSpec spec, Map<String, String> secrets, ScriptScope scope) {
        try {
            return new Ready(
                    spec.id().startsWith(OLLAMA) ? ollama(spec, secrets) : llama(spec, secrets));
        } catch (EndpointConfig.Wrong e) {
            return new Misconfigured("%s: %s".formatted(spec.id(), e.getMessage()));
        }
    }

    private ApiProvider ollama(ProviderSpec spec, Map<String, String> secrets)
            throws EndpointConfig.Wrong {
        String rest = spec.id().substring(OLLAMA.length());
        int colon = rest.indexOf(':');
        // A model may have a colon of its own: `llama3.2:8b`.
        Optional<OllamaMethod> named =
                OllamaMethod.named(colon < 0 ? rest : rest.substring(0, colon));
        String model = named.isEmpty() ? rest : colon < 0 ? "" : rest.substring(colon + 1);
        if (model.isBlank()) {
            throw new EndpointConfig.Wrong("no model is named; write `ollama:chat:MODEL`");
        }
        Endpoint endpoint = endpoint(spec, secrets, "OLLAMA", "http://127.0.0.1:11434", model);
        OllamaMethod method = named.orElse(OllamaMethod.COMPLETION);
        return provider(endpoint, new OllamaProtocol(method, endpoint, pricing(endpoint)));
    }

    private ApiProvider llama(ProviderSpec spec, Map<String, String> secrets)
            throws EndpointConfig.Wrong {
        String name = spec.id().equals(LLAMA) ? LLAMA : spec.id().substring(LLAMA.length() + 1);
        Endpoint endpoint = endpoint(spec, secrets, "LLAMA", "http://127.0.0.1:8080", name);
        return provider(endpoint, new LlamaCompletion(endpoint, pricing(endpoint)));
    }

    private Endpoint endpoint(
            ProviderSpec spec,
            Map<String, String> secrets,
            String variables,
            String baseUrl,
            String model)
            throws EndpointConfig.Wrong {
        Vendor vendor =
                new Vendor(
                        List.of(variables),
                        Optional.of(baseUrl),
                        "",
                        "authorization",
                        "Bearer ",
                        false);
        return EndpointConfig.of(spec, secrets, vendor).endpoint(model, addresses, Map.of());
    }

    /// A model called as a vendor's is, such as `mistral-small-latest`, costs nothing here.
    private static Pricing pricing(Endpoint endpoint) {
        return new Pricing(endpoint.prices(), Optional.empty());
    }

    private ApiProvider provider(Endpoint endpoint, Protocol protocol) {
        return new ApiProvider(endpoint, protocol, http, clock);
    }
}
