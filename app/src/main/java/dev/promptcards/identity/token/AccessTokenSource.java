package dev.promptcards.identity.token;

import dev.promptcards.identity.Bearer;
import dev.promptcards.identity.Caller;
import dev.promptcards.identity.CallerSource;
import dev.promptcards.identity.credential.Credential;
import dev.promptcards.problem.Problem;

import io.micronaut.http.HttpRequest;

import jakarta.inject.Singleton;

import java.util.Optional;

/// Recognises `Authorization: Bearer pca_…`, the access token of a program somebody signed in.
@Singleton
final class AccessTokenSource implements CallerSource {

    private final TokenFamilies families;

    AccessTokenSource(TokenFamilies families) {
        this.families = families;
    }

    @Override
    public Optional<Caller> callerOf(HttpRequest<?> request) {
        return Bearer.of(request).filter(Credential.Kind.ACCESS_TOKEN::marks).map(this::caller);
    }

    @Override
    public Optional<Caller> remembered(HttpRequest<?> request) {
        return Bearer.of(request)
                .filter(Credential.Kind.ACCESS_TOKEN::marks)
                .flatMap(word -> Credential.of(Credential.Kind.ACCESS_TOKEN, word))
                .flatMap(families::rememberedPersonOf)
                .map(it -> it);
    }

    private Caller caller(String word) {
        return Credential.of(Credential.Kind.ACCESS_TOKEN, word)
                .flatMap(families::personOf)
                .orElseThrow(
                        () ->
                                new Problem.Unauthenticated(
                                        "The access token is not valid: it is wrong, expired or"
                                                + " signed out. Get another one with the refresh"
                                                + " token, or sign in again."));
    }
}
