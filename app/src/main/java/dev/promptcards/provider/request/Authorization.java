package dev.promptcards.provider.request;

import com.fasterxml.jackson.databind.JsonNode;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/// `auth` of a configuration: a bearer token, a name and a password, or a key in a header or in the
/// query.
final class Authorization {

    static final Set<String> KINDS = Set.of("", "bearer", "basic", "api_key");

    private Authorization() {}

    static Map<String, String> headers(JsonNode auth, Fill vars) throws Unfit {
        return switch (auth.path("type").asText("")) {
            case "bearer" -> Map.of("authorization", "Bearer " + value(auth, "token", vars));
            case "basic" -> {
                String pair = value(auth, "username", vars) + ":" + value(auth, "password", vars);
                byte[] bytes = pair.getBytes(StandardCharsets.UTF_8);
                yield Map.of("authorization", "Basic " + Base64.getEncoder().encodeToString(bytes));
            }
            case "api_key" ->
                    inHeader(auth)
                            ? Map.of(
                                    value(auth, "keyName", vars).toLowerCase(Locale.ROOT),
                                    value(auth, "value", vars))
                            : Map.of();
            default -> Map.of();
        };
    }

    static Map<String, String> query(JsonNode auth, Fill vars) throws Unfit {
        return auth.path("type").asText("").equals("api_key") && !inHeader(auth)
                ? Map.of(value(auth, "keyName", vars), value(auth, "value", vars))
                : Map.of();
    }

    private static boolean inHeader(JsonNode auth) {
        return auth.path("placement").asText("header").equals("header");
    }

    private static String value(JsonNode auth, String name, Fill vars) throws Unfit {
        return vars.text(auth.path(name).asText(""));
    }
}
