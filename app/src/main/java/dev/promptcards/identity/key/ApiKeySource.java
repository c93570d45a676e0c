package dev.promptcards.identity.key;

import dev.promptcards.identity.Bearer;
import dev.promptcards.identity.Caller;
import dev.promptcards.identity.CallerSource;
import dev.promptcards.identity.credential.Credential;
import dev.promptcards.problem.Problem;

import io.micronaut.http.HttpRequest;

import jakarta.inject.Singleton;

import java.util.Optional;

/// Recognises `Authorization: Bearer pck_…`. Who shows a key that is worth nothing is told so, and
/// not why: that it once was worth something is nobody's business. Only a word that is no key at
/// all is called that, for there is something to mend.
@Singleton
final class ApiKeySource implements CallerSource {

    private final ApiKeys keys;
    private final LastUses uses;

    ApiKeySource(ApiKeys keys, LastUses uses) {
        this.keys = keys;
        this.uses = uses;
    }

    @Override
    public Optional<Caller> callerOf(HttpRequest<?> request) {
        return Bearer.of(request).filter(Credential.Kind.API_KEY::marks).map(this::caller);
    }

    @Override
    public Optional<Caller> remembered(HttpRequest<?> request) {
        var caller =
                Bearer.of(request)
                        .filter(Credential.Kind.API_KEY::marks)
                        .flatMap(word -> Credential.of(Credential.Kind.API_KEY, word))
                        .flatMap(keys::rememberedCaller);
        caller.ifPresent(uses::seen);
        return caller.map(it -> it);
    }

    private Caller caller(String word) {
        var shown =
                Credential.of(Credential.Kind.API_KEY, word)
                        .orElseThrow(
                                () ->
                                        new Problem.Unauthenticated(
                                                "The API key is malformed: it was cut or mistyped."
                                                        + " Take it whole, from `pck_` to its last"
                                                        + " letter."));
        var caller =
                keys.callerOf(shown)
                        .orElseThrow(
                                () ->
                                        new Problem.Unauthenticated(
                                                "The API key is not valid: it is wrong, expired or"
                                                        + " revoked. Make another one, or ask who"
                                                        + " manages the workspace's keys."));
        uses.seen(caller);
        return caller;
    }
}
