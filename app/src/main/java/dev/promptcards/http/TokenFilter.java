package dev.promptcards.http;

import dev.promptcards.problem.Problem;

import io.micronaut.context.annotation.Requires;
import io.micronaut.context.annotation.Value;
import io.micronaut.core.annotation.Order;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.annotation.RequestFilter;
import io.micronaut.http.annotation.ServerFilter;
import io.micronaut.http.server.annotation.PreMatching;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Optional;

/// Lets in who knows the token of this server (`promptcards.token`). Health, metrics and the
/// description of the interface stand outside `/api`.
@ServerFilter("/api/**")
@Order(-100)
@Requires(property = "promptcards.token")
final class TokenFilter {

    private static final String SCHEME = "Bearer ";

    private final byte[] token;

    TokenFilter(@Value("${promptcards.token}") String token) {
        if (token.isBlank()) {
            throw new IllegalArgumentException("promptcards.token is set and empty");
        }
        this.token = token.getBytes(StandardCharsets.UTF_8);
    }

    @PreMatching
    @RequestFilter
    void check(HttpRequest<?> request) {
        // MessageDigest.isEqual takes the same time wherever the first difference is.
        boolean known =
                given(request)
                        .map(word -> word.getBytes(StandardCharsets.UTF_8))
                        .filter(bytes -> MessageDigest.isEqual(token, bytes))
                        .isPresent();
        if (!known) {
            throw new Problem.Unauthenticated(
                    "Send the header `Authorization: Bearer <token>`. The token of a server on this"
                            + " machine stands in server.json in its data directory.");
        }
    }

    private static Optional<String> given(HttpRequest<?> request) {
        return Optional.ofNullable(request.getHeaders().get("Authorization"))
                .filter(value -> value.regionMatches(true, 0, SCHEME, 0, SCHEME.length()))
                .map(value -> value.substring(SCHEME.length()).strip());
    }
}
