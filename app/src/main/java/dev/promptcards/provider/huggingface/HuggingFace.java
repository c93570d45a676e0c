package dev.promptcards.provider.huggingface;

import com.fasterxml.jackson.databind.node.ObjectNode;

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
import dev.promptcards.provider.openai.ChatProtocol;
import dev.promptcards.provider.price.Prices;
import dev.promptcards.script.ScriptScope;

import jakarta.inject.Singleton;

import java.net.URI;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// `huggingface:TASK:MODEL`, or `hf:` for short, for the tasks in [Task], and `huggingface:chat:`,
/// which speaks as OpenAI does.
@Singleton
final class HuggingFace implements Adapter {

    private static final String CHAT = "chat";
    private static final List<String> NOT_FOR_CHATS =
            List.of("chatCompletion", "inferenceProvider", "max_new_tokens");

    private static final Vendor TASKS =
            Vendor.bearing("HUGGINGFACE", "https://router.huggingface.co/hf-inference").keyless();
    private static final Vendor CHATS =
            Vendor.bearing("HUGGINGFACE", "https://router.huggingface.co/v1").keyless();

    private final ProviderHttp http;
    private final AddressPolicy addresses;
    private final Prices prices;
    private final Clock clock;

    HuggingFace(ProviderHttp http, AddressPolicy addresses, Prices prices, Clock clock) {
        this.http = http;
        this.addresses = addresses;
        this.prices = prices;
        this.clock = clock;
    }

    @Override
    public boolean speaks(String id) {
        return id.startsWith("huggingface:") || id.startsWith("hf:");
    }

    @Override
    public String form() {
        return "`huggingface:TASK:MODEL` for chat, " + String.join(", ", Task.words());
    }

    @Override
    public Map<String, List<String>> vendors() {
        return Map.of("huggingface", List.of("HUGGINGFACE", "HF"));
    }

    @Override
    public Resolved open(ProviderSpec spec, Map<String, String> secrets, ScriptScope scope) {
        String rest = spec.id().substring(spec.id().indexOf(':') + 1);
        int colon = rest.indexOf(':');
        String word = colon < 0 ? rest : rest.substring(0, colon);
        String model = colon < 0 ? "" : rest.substring(colon + 1);
        Optional<Task> task = Task.named(word);
        if (task.isEmpty() && !word.equals(CHAT)) {
            return new Unsupported(
                    "The provider `%s` is not supported: of Hugging Face's tasks only %s are%s"
                            .formatted(spec.id(), form(), instead(word)));
        }
        if (model.isBlank()) {
            return new Misconfigured(
                    "`%s` names no model; write `huggingface:%s:MODEL`".formatted(spec.id(), word));
        }
        try {
            ProviderSpec keyed =
                    new ProviderSpec(spec.id(), spec.label(), withKeyName(spec.config(), secrets));
            return new Ready(
                    task.isPresent() && !asksForChat(task.get(), spec.config())
                            ? ofTask(keyed, secrets, task.get(), model)
                            : chat(keyed, secrets, model));
        } catch (EndpointConfig.Wrong e) {
            return new Misconfigured("%s: %s".formatted(spec.id(), e.getMessage()));
        }
    }

    private ApiProvider ofTask(
            ProviderSpec spec, Map<String, String> secrets, Task task, String model)
            throws EndpointConfig.Wrong {
        EndpointConfig config = EndpointConfig.of(spec, secrets, TASKS);
        Optional<String> own = config.written("apiEndpoint");
        URI url = own.isPresent() ? EndpointConfig.address(own.get()) : config.baseUrl();
        Endpoint endpoint = config.endpoint(model, url, addresses, Map.of());
        return new ApiProvider(endpoint, new Inference(endpoint, task), http, clock);
    }

    private ApiProvider chat(ProviderSpec spec, Map<String, String> secrets, String model)
            throws EndpointConfig.Wrong {
        ObjectNode written = spec.config();
        if (written.hasNonNull("max_new_tokens") && !written.hasNonNull("max_tokens")) {
            written.set("max_tokens", written.get("max_new_tokens"));
        }
        String behind = written.path("inferenceProvider").asText("");
        String routed = behind.isEmpty() || model.contains(":") ? model : model + ":" + behind;
        written.remove(NOT_FOR_CHATS);
        EndpointConfig config = EndpointConfig.of(spec, secrets, CHATS);
        Optional<String> own = config.written("apiBaseUrl").or(() -> config.written("apiEndpoint"));
        URI url =
                own.isPresent()
                        ? EndpointConfig.address(own.get().replaceFirst("/chat/completions/?$", ""))
                        : config.baseUrl();
        Endpoint endpoint = config.endpoint(routed, url, addresses, Map.of());
        Pricing pricing = new Pricing(endpoint.prices(), prices.of(routed));
        return new ApiProvider(endpoint, new ChatProtocol(endpoint, pricing), http, clock);
    }

    private static boolean asksForChat(Task task, ObjectNode config) {
        return task == Task.TEXT_GENERATION
                && config.path("chatCompletion")
                        .asBoolean(config.path("apiEndpoint").asText("").contains("/v1/chat"));
    }

    /// Its key goes by names of its own.
    private static ObjectNode withKeyName(ObjectNode config, Map<String, String> secrets) {
        ObjectNode named = config.deepCopy();
        if (!named.hasNonNull("apiKeyEnvar")) {
            String older = "HF_API_TOKEN";
            named.put(
                    "apiKeyEnvar",
                    secrets.getOrDefault("HF_TOKEN", "").isBlank() && secrets.containsKey(older)
                            ? older
                            : "HF_TOKEN");
        }
        return named;
    }

    private static String instead(String word) {
        return word.equals("sentence-similarity")
                ? "; `similar` compares embeddings, so name a model for feature-extraction"
                : "";
    }
}
