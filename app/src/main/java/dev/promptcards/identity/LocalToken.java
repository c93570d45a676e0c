package dev.promptcards.identity;

import io.micronaut.context.annotation.Requires;
import io.micronaut.context.annotation.Value;
import io.micronaut.http.HttpRequest;

import jakarta.inject.Singleton;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Optional;

/// Lets commands on this machine in: they find the token of this server (`promptcards.token`) in
/// `server.json`.
@Singleton
@Requires(property = "promptcards.token")
final class LocalToken implements CallerSource {

    private final byte[] token;

    LocalToken(@Value("${promptcards.token}") String token) {
        if (token.isBlank()) {
            throw new IllegalArgumentException("promptcards.token is set and empty");
        }
        this.token = token.getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public Optional<Caller> callerOf(HttpRequest<?> request) {
        // MessageDigest.isEqual takes the same time wherever the first difference is.
        return Bearer.of(request)
                .map(word -> word.getBytes(StandardCharsets.UTF_8))
                .filter(bytes -> MessageDigest.isEqual(token, bytes))
                .map(_ -> new Caller.Local());
    }

    @Override
    public Optional<Caller> remembered(HttpRequest<?> request) {
        return callerOf(request);
    }
}
