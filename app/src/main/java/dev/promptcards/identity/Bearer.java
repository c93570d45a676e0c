package dev.promptcards.identity;

import io.micronaut.http.HttpHeaders;
import io.micronaut.http.HttpRequest;

import java.util.Optional;

/// The header `Authorization: Bearer <token>` (RFC 6750).
public final class Bearer {

    private static final String SCHEME = "Bearer ";

    private Bearer() {}

    /// The token a request shows.
    public static Optional<String> of(HttpRequest<?> request) {
        return Optional.ofNullable(request.getHeaders().get(HttpHeaders.AUTHORIZATION))
                .filter(value -> value.regionMatches(true, 0, SCHEME, 0, SCHEME.length()))
                .map(value -> value.substring(SCHEME.length()).strip());
    }
}
