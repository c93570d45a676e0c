package dev.promptcards.provider.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.promptcards.provider.ProviderSpec;
import dev.promptcards.provider.http.AddressPolicy;
import dev.promptcards.provider.http.Destination;
import dev.promptcards.provider.http.HeaderRules;
import dev.promptcards.provider.http.Secret;
import dev.promptcards.provider.price.PriceOverride;

import java.math.BigDecimal;
import java.net.URI;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Reads a provider's configuration, in promptfoo's order of precedence: what is written in it,
/// then the environment the run brought along.
public record EndpointConfig(ObjectNode config, Map<String, String> secrets, Vendor vendor) {

    private static final Duration TIMEOUT = Duration.ofMinutes(5);
    private static final Pattern ENVIRONMENT =
            Pattern.compile("\\{\\{\\s*env\\.([A-Za-z_][A-Za-z0-9_]*)\\s*}}");

    /// The configuration is wrong; the message says where and what to do.
    public static final class Wrong extends Exception {
        private static final long serialVersionUID = 1L;

        public Wrong(String message) {
            super(message);
        }
    }

    public static EndpointConfig of(ProviderSpec spec, Map<String, String> secrets, Vendor vendor) {
        return new EndpointConfig(spec.config(), secrets, vendor);
    }

    /// @param defaults of parameters from the environment: the name of the variable, and the
    ///     parameter's
    public Endpoint endpoint(String model, AddressPolicy addresses, Map<String, String> defaults)
            throws Wrong {
        return endpoint(model, baseUrl(), addresses, defaults);
    }

    /// @param baseUrl of the API, where it is not the vendor's
    public Endpoint endpoint(
            String model, URI baseUrl, AddressPolicy addresses, Map<String, String> defaults)
            throws Wrong {
        Optional<String> refusal = addresses.refusal(baseUrl);
        if (refusal.isPresent()) {
            throw new Wrong(refusal.get());
        }
        Secret key = key();
        return new Endpoint(
                model,
                baseUrl,
                key,
                headers(key, baseUrl),
                config,
                environmentParameters(defaults),
                PriceOverride.in(config),
                timeout());
    }

    /// Where the API is; what is written goes before what the environment says.
    public URI baseUrl() throws Wrong {
        Optional<String> url =
                written("apiHost")
                        .map(this::onHost)
                        .or(() -> written("apiBaseUrl"))
                        .or(() -> variable("_API_HOST").map(this::onHost))
                        .or(() -> variable("_API_BASE_URL"))
                        .or(() -> variable("_BASE_URL"))
                        .or(vendor::baseUrl);
        if (url.isEmpty()) {
            throw new Wrong(
                    "there is no address. Write `apiHost` in the configuration, or set "
                            + vendor.variables().getFirst()
                            + "_API_HOST where the run is started");
        }
        return address(url.get());
    }

    /// An address as it is written in a configuration.
    public static URI address(String url) throws Wrong {
        return switch (Destination.of(url, "the base URL", "give it as `apiKey` or a header")) {
            case Destination.At(URI at) -> at;
            case Destination.Wrong(String reason) -> throw new Wrong(reason);
        };
    }

    private Secret key() throws Wrong {
        Optional<String> named = written("apiKeyEnvar");
        Optional<String> key =
                written("apiKey")
                        .or(() -> named.isPresent() ? secret(named.get()) : variable("_API_KEY"));
        if (key.isEmpty() && config.path("apiKeyRequired").asBoolean(vendor.keyRequired())) {
            throw new Wrong(
                    """
                    there is no API key. Set %s where the run is started, or `apiKey` in the \
                    configuration (`apiKeyRequired: false` for a server that wants none)\
                    """
                            .formatted(named.orElse(vendor.variables().getFirst() + "_API_KEY")));
        }
        return new Secret(key.orElse(""));
    }

    private Map<String, String> headers(Secret key, URI baseUrl) throws Wrong {
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("content-type", "application/json");
        headers.put("accept", "application/json");
        headers.put("user-agent", "promptcards");
        if (!key.value().isEmpty()) {
            headers.put(vendor.keyHeader(), vendor.keyPrefix() + key.value());
        }
        boolean own = "api.openai.com".equals(baseUrl.getHost());
        // An organization from the environment is nobody's business but OpenAI's.
        written("organization")
                .or(() -> own ? secret("OPENAI_ORGANIZATION") : Optional.empty())
                .ifPresent(organization -> headers.put("openai-organization", organization));
        for (var entry : config.path("headers").properties()) {
            headers.put(
                    entry.getKey().toLowerCase(Locale.ROOT),
                    filled(entry.getValue().asText()).orElse(""));
        }
        for (var entry : headers.entrySet()) {
            Optional<String> refusal = HeaderRules.refusal(entry.getKey(), entry.getValue());
            if (refusal.isPresent()) {
                throw new Wrong(refusal.get());
            }
        }
        return headers;
    }

    private ObjectNode environmentParameters(Map<String, String> defaults) throws Wrong {
        ObjectNode parameters = JsonNodeFactory.instance.objectNode();
        for (var entry : defaults.entrySet()) {
            Optional<String> value = secret(entry.getKey());
            if (value.isPresent()) {
                parameters.put(entry.getValue(), number(entry.getKey(), value.get()));
            }
        }
        return parameters;
    }

    private Duration timeout() throws Wrong {
        JsonNode written = config.path("timeoutMs");
        Optional<String> text =
                written.isNumber() ? Optional.of(written.asText()) : secret("REQUEST_TIMEOUT_MS");
        if (text.isEmpty()) {
            return TIMEOUT;
        }
        double millis = number("timeoutMs", text.get()).doubleValue();
        if (millis < 1 || millis > Duration.ofDays(1).toMillis()) {
            throw new Wrong("the time-out has to lie between a millisecond and a day");
        }
        return Duration.ofMillis((long) millis);
    }

    private static BigDecimal number(String name, String text) throws Wrong {
        try {
            return new BigDecimal(text.strip());
        } catch (NumberFormatException e) {
            throw new Wrong("`%s` has to be a number".formatted(name));
        }
    }

    /// A text of the configuration, with what it takes from the environment; empty where it is not
    /// there or nothing is left.
    public Optional<String> written(String key) {
        return filled(config.path(key).asText(""));
    }

    private Optional<String> filled(String text) {
        String filled =
                ENVIRONMENT
                        .matcher(text)
                        .replaceAll(
                                name -> Matcher.quoteReplacement(secret(name.group(1)).orElse("")));
        return Optional.of(filled).filter(value -> !value.isBlank());
    }

    /// A variable of the run; empty where it is not set.
    public Optional<String> secret(String name) {
        return Optional.ofNullable(secrets.get(name)).filter(value -> !value.isBlank());
    }

    private Optional<String> variable(String ending) {
        return vendor.variables().stream()
                .flatMap(prefix -> secret(prefix + ending).stream())
                .findFirst();
    }

    private String onHost(String host) {
        return "https://" + host.replaceFirst("^https?://|/+$", "") + vendor.hostPath();
    }
}
