package dev.promptcards.connection;

import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.promptcards.problem.Problem;
import dev.promptcards.problem.StorableText;
import dev.promptcards.provider.Providers;
import dev.promptcards.provider.http.AddressPolicy;
import dev.promptcards.provider.http.Destination;
import dev.promptcards.provider.http.HeaderRules;
import dev.promptcards.provider.limit.Limits;

import jakarta.inject.Singleton;

import java.net.URI;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/// What may stand in a connection. Refusals name the field, and never quote a key or a header's
/// value.
@Singleton
final class ConnectionRules {

    private static final Pattern SLUG = Pattern.compile("[a-z0-9][a-z0-9-]{0,62}");
    private static final Pattern TEMPLATE = Pattern.compile("\\{[{%#]");
    private static final Set<String> NO_ADDRESS = Set.of("azure", "http");
    private static final int MAX_MODELS = 500;
    private static final int MAX_NAME = 200;
    private static final int MAX_URL = 2_000;
    private static final int MAX_SECRET = 8_192;
    private static final int MAX_HEADERS = 30;

    private final Providers providers;
    private final AddressPolicy addresses;

    ConnectionRules(Providers providers, AddressPolicy addresses) {
        this.providers = providers;
        this.addresses = addresses;
    }

    static boolean isPossible(String slug) {
        return SLUG.matcher(slug).matches();
    }

    static void slug(String slug) {
        if (!isPossible(slug)) {
            throw new Problem.Invalid(
                    "slug: must be 1 to 63 lower-case letters (a to z), digits or hyphens, and"
                            + " begin with a letter or digit");
        }
    }

    String kind(String kind) {
        if (!providers.vendors().contains(kind)) {
            throw new Problem.Invalid("kind: is one of " + String.join(", ", providers.vendors()));
        }
        return kind;
    }

    Optional<String> baseUrl(String written) {
        if (written.isBlank()) {
            return Optional.empty();
        }
        StorableText.require("baseUrl", written, MAX_URL);
        return switch (Destination.of(written.strip(), "baseUrl", "give it as `key`")) {
            case Destination.Wrong(String reason) -> throw new Problem.Invalid(reason);
            case Destination.At(URI url) -> Optional.of(called(url));
        };
    }

    private String called(URI url) {
        if (url.getRawQuery() != null || url.getRawFragment() != null) {
            throw new Problem.Invalid(
                    "baseUrl: ends before `?` and `#`; a key goes into `key` or a header");
        }
        addresses
                .refusal(url)
                .ifPresent(
                        refusal -> {
                            throw new Problem.Invalid("baseUrl: " + refusal);
                        });
        return url.toString().replaceFirst("/+$", "");
    }

    /// Refuses a connection that leads nowhere.
    static ConnectionFields whole(ConnectionFields fields) {
        if (fields.baseUrl().isEmpty() && NO_ADDRESS.contains(fields.kind())) {
            throw new Problem.Invalid(
                    "baseUrl: missing; a connection of kind %s has no address of its own"
                            .formatted(fields.kind()));
        }
        return fields;
    }

    List<String> models(String kind, List<String> models) {
        if (!models.isEmpty() && kind.equals("http")) {
            throw new Problem.Invalid("models: an http connection has none; leave them out");
        }
        if (models.size() > MAX_MODELS) {
            throw new Problem.Invalid("models: at most %,d are taken".formatted(MAX_MODELS));
        }
        models.forEach(model -> name("models", model));
        return List.copyOf(new LinkedHashSet<>(models));
    }

    ObjectNode limits(ObjectNode limits) {
        for (var limit : limits.properties()) {
            if (!Limits.KEYS.contains(limit.getKey())) {
                throw new Problem.Invalid(
                        "limits: has %s, and not `%s`"
                                .formatted(String.join(", ", Limits.KEYS), limit.getKey()));
            }
        }
        try {
            Limits.in(limits);
            return limits;
        } catch (IllegalArgumentException e) {
            throw new Problem.Invalid("limits: " + e.getMessage());
        }
    }

    Map<String, ModelPrice> prices(Map<String, ModelPrice> prices) {
        if (prices.size() > MAX_MODELS) {
            throw new Problem.Invalid("prices: at most %,d are taken".formatted(MAX_MODELS));
        }
        prices.forEach(
                (model, price) -> {
                    name("prices", model);
                    price.check("prices." + model);
                });
        return prices;
    }

    String key(String key) {
        secret("key", key);
        if (!key.equals(key.strip())) {
            throw new Problem.Invalid("key: begins or ends with white space; send it bare");
        }
        return key;
    }

    Map<String, String> headers(Map<String, String> headers) {
        if (headers.size() > MAX_HEADERS) {
            throw new Problem.Invalid("headers: at most %d are taken".formatted(MAX_HEADERS));
        }
        Map<String, String> taken = new LinkedHashMap<>();
        headers.forEach(
                (written, value) -> {
                    String name = written.toLowerCase(Locale.ROOT);
                    secret("headers." + name, value);
                    HeaderRules.refusal(name, value)
                            .ifPresent(
                                    refusal -> {
                                        throw new Problem.Invalid("headers: " + refusal);
                                    });
                    taken.put(name, value);
                });
        return taken;
    }

    /// It goes into a header, where templates are filled.
    private static void secret(String at, String value) {
        StorableText.require(at, value, MAX_SECRET);
        if (TEMPLATE.matcher(value).find() || value.chars().anyMatch(c -> c < ' ' || c > '~')) {
            throw new Problem.Invalid(
                    at + ": holds a template or a character no header may hold; send it bare");
        }
    }

    private static void name(String at, String name) {
        if (name.isBlank()) {
            throw new Problem.Invalid(at + ": a model has no name");
        }
        StorableText.require(at, name, MAX_NAME);
    }
}
