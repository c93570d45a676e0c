package dev.promptcards.identity.sso;

import dev.promptcards.http.PublicAddress;
import dev.promptcards.problem.Problem;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// Reads [SingleSignOnSettings] from the environment.
public final class SingleSignOnVariables {

    private static final String PREFIX = "PROMPTCARDS_OIDC_";
    private static final String ISSUER = PREFIX + "ISSUER";
    private static final String CLIENT_ID = PREFIX + "CLIENT_ID";
    private static final String CLIENT_SECRET = PREFIX + "CLIENT_SECRET";
    private static final String CREATE_PEOPLE = PREFIX + "CREATE_PEOPLE";

    private final Map<String, String> environment;

    private SingleSignOnVariables(Map<String, String> environment) {
        this.environment = environment;
    }

    /// What is configured; empty where `PROMPTCARDS_OIDC_ISSUER` is not set.
    ///
    /// @throws Problem.Invalid when it is set and something is missing or wrong
    public static Optional<SingleSignOnSettings> read(Map<String, String> environment) {
        return new SingleSignOnVariables(environment).read();
    }

    private Optional<SingleSignOnSettings> read() {
        return value(ISSUER)
                .map(
                        issuer ->
                                new SingleSignOnSettings(
                                        new SingleSignOn(
                                                issuer(issuer),
                                                value(PREFIX + "NAME").orElse("single sign-on"),
                                                domains(),
                                                newPeople()),
                                        required(CLIENT_ID),
                                        secret(),
                                        scopes()));
    }

    /// https, but for a provider on this machine: what it answers decides who is let in.
    private static URI issuer(String text) {
        try {
            var uri = URI.create(text);
            boolean safe =
                    "https".equalsIgnoreCase(uri.getScheme())
                            || "http".equalsIgnoreCase(uri.getScheme())
                                    && uri.getHost() != null
                                    && PublicAddress.isLoopback(uri.getHost());
            if (safe
                    && uri.getHost() != null
                    && uri.getRawQuery() == null
                    && uri.getRawFragment() == null) {
                return uri;
            }
        } catch (IllegalArgumentException _) {
            // It is refused below.
        }
        throw new Problem.Invalid(
                ISSUER
                        + ": must be the https address the provider calls itself by, such as"
                        + " https://login.example.org/realms/staff, letter by letter as the"
                        + " `issuer` of its configuration.");
    }

    private String secret() {
        var file = value(CLIENT_SECRET + "_FILE");
        if (file.isEmpty()) {
            return required(CLIENT_SECRET);
        }
        try {
            var secret = Files.readString(Path.of(file.get())).strip();
            if (!secret.isEmpty()) {
                return secret;
            }
        } catch (IOException | InvalidPathException _) {
            // The remedy is the same as for an empty one.
        }
        throw new Problem.Invalid(
                CLIENT_SECRET + "_FILE: names a file that cannot be read or is empty.");
    }

    /// Without `openid` it is no OpenID Connect; without `email` nobody is found at their first
    /// sign-in.
    private List<String> scopes() {
        Set<String> scopes = new LinkedHashSet<>(List.of("openid", "email"));
        scopes.addAll(words(PREFIX + "SCOPES").orElse(List.of("profile")));
        return List.copyOf(scopes);
    }

    private Set<String> domains() {
        return words(PREFIX + "ALLOWED_DOMAINS").orElse(List.of()).stream()
                .map(domain -> domain.replaceFirst("^@", "").toLowerCase(Locale.ROOT))
                .collect(Collectors.toUnmodifiableSet());
    }

    private NewPeople newPeople() {
        return value(CREATE_PEOPLE)
                .map(
                        name ->
                                NewPeople.of(name)
                                        .orElseThrow(
                                                () ->
                                                        new Problem.Invalid(
                                                                CREATE_PEOPLE
                                                                        + ": must be always,"
                                                                        + " allowed or never.")))
                .orElse(NewPeople.ALLOWED);
    }

    private Optional<List<String>> words(String name) {
        return value(name)
                .map(
                        text ->
                                Arrays.stream(text.split("[\\s,]+"))
                                        .filter(it -> !it.isEmpty())
                                        .toList());
    }

    private String required(String name) {
        return value(name)
                .orElseThrow(
                        () ->
                                new Problem.Invalid(
                                        "%s is set and %s is not. Set it to what the provider gave you, or unset both to sign in by password alone."
                                                .formatted(ISSUER, name)));
    }

    private Optional<String> value(String name) {
        return Optional.ofNullable(environment.get(name))
                .map(String::strip)
                .filter(text -> !text.isEmpty());
    }
}
