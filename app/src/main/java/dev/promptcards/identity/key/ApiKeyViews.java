package dev.promptcards.identity.key;

import dev.promptcards.identity.Caller;

import jakarta.inject.Singleton;

/// What an API key is told of itself.
@Singleton
public class ApiKeyViews {

    private final ApiKeys keys;

    ApiKeyViews(ApiKeys keys) {
        this.keys = keys;
    }

    /// The key that makes the request.
    public ApiKeyView view(Caller.Key caller) {
        return ApiKeyView.of(keys.get(caller.workspace(), caller.key()), null);
    }
}
