package dev.promptcards.identity;

import dev.promptcards.tenancy.NewId;
import dev.promptcards.tenancy.UserId;

import io.micronaut.context.annotation.Requires;
import io.micronaut.http.HttpRequest;

import jakarta.inject.Singleton;

import java.util.Optional;
import java.util.UUID;

/// Takes a test's word for who is signed in at a browser.
@Singleton
@Requires(property = DrivenNode.HAND_DRIVEN)
final class HeaderPerson implements CallerSource {

    @Override
    public Optional<Caller> callerOf(HttpRequest<?> request) {
        return Optional.ofNullable(request.getHeaders().get(DrivenNode.PERSON))
                .map(id -> new Caller.Person(new UserId(UUID.fromString(id)), NewId.next()));
    }
}
