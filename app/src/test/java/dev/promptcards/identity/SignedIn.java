package dev.promptcards.identity;

import dev.promptcards.tenancy.UserId;

import io.micronaut.http.HttpRequest;

import jakarta.inject.Singleton;

import java.util.Optional;
import java.util.UUID;

/// Lets tests call as somebody without signing in: `Authorization: Bearer person:<user id>`.
@Singleton
public class SignedIn implements CallerSource {

    private static final String PREFIX = "person:";

    /// What somebody shows.
    public static String token(UserId user) {
        return PREFIX + user;
    }

    @Override
    public Optional<Caller> callerOf(HttpRequest<?> request) {
        return Bearer.of(request)
                .filter(token -> token.startsWith(PREFIX))
                .map(token -> UUID.fromString(token.substring(PREFIX.length())))
                .map(user -> new Caller.Person(new UserId(user), new UUID(0, 0)));
    }
}
