package dev.promptcards.identity.sso;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What Micronaut Security is told: to carry out the protocol, and to do nothing else.
public final class SingleSignOnProperties {

    /// The provider's name among the beans.
    static final String CLIENT = "sso";

    /// What switches Micronaut Security, and with it everything here.
    public static final String ENABLED = "micronaut.security.enabled";

    private static final String SECURITY = "micronaut.security.";
    private static final String OAUTH = SECURITY + "oauth2.";
    private static final String OUR = OAUTH + "clients." + CLIENT + ".";

    static final String PREFIX = "promptcards.single-sign-on.";

    private SingleSignOnProperties() {}

    /// Properties of the whole application; where nothing is configured, Micronaut Security is off.
    ///
    /// @param secure whether cookies are for https alone
    public static Map<String, Object> of(
            Optional<SingleSignOnSettings> configured, boolean secure) {
        return configured.map(it -> on(it, secure)).orElseGet(() -> Map.of(ENABLED, false));
    }

    private static Map<String, Object> on(SingleSignOnSettings settings, boolean secure) {
        var provider = settings.provider();
        Map<String, Object> all = new HashMap<>();
        all.put(ENABLED, true);
        // It neither lets anybody in nor keeps anybody out: our own filters do.
        all.put(SECURITY + "filter.enabled", false);
        for (var endpoint : List.of("login", "logout", "oauth", "introspection", "keys")) {
            all.put(SECURITY + "endpoints." + endpoint + ".enabled", false);
        }
        all.put(OAUTH + "protected-resource-metadata.enabled", false);
        all.put(SECURITY + "token.jwt.claims-validators.not-before", true);
        all.put(OUR + "client-id", settings.clientId());
        all.put(OUR + "client-secret", settings.clientSecret());
        all.put(OUR + "scopes", settings.scopes());
        all.put(OUR + "openid.issuer", provider.issuer().toString());
        all.put(OUR + "openid.end-session.enabled", false);
        // Also where the provider does not say that it knows PKCE: who does not know it ignores it.
        all.put(OUR + "openid.authorization.code-challenge-method", "S256");
        for (var cookie : List.of("state", "openid.nonce", "pkce")) {
            var name = cookie.substring(cookie.lastIndexOf('.') + 1);
            all.put(OAUTH + cookie + ".cookie.cookie-name", cookieName(name, secure));
            all.put(OAUTH + cookie + ".cookie.cookie-secure", secure);
            all.put(OAUTH + cookie + ".cookie.cookie-max-age", ExchangeCookies.LONGEST.toString());
        }
        all.putAll(client());
        all.put(PREFIX + "issuer", provider.issuer().toString());
        all.put(PREFIX + "name", provider.name());
        all.put(PREFIX + "allowed-domains", List.copyOf(provider.allowedDomains()));
        all.put(PREFIX + "new-people", provider.newPeople().toString());
        all.put(PREFIX + "secure", secure);
        return all;
    }

    /// The default client is asked for discovery, tokens and keys, and by nobody else.
    private static Map<String, Object> client() {
        var client = "micronaut.http.client.";
        return Map.of(
                client + "follow-redirects", false,
                client + "connect-timeout", "5s",
                client + "read-timeout", "5s",
                client + "max-content-length", "1MB");
    }

    /// Over https its name says that no other host can have set it (`__Host-`, RFC 6265bis).
    static String cookieName(String what, boolean secure) {
        return (secure ? "__Host-" : "") + "promptcards_sso_" + what;
    }
}
