package dev.promptcards.provider;

import com.fasterxml.jackson.databind.node.ObjectNode;

import java.time.Duration;

/// A provider that never says a key, whatever its protocol: neither in a message nor in an answer.
record Discreet(Provider provider, Blotting blotting) implements WrappedProvider {

    @Override
    public ProviderResult read(byte[] stored, ObjectNode settings, Duration latency) {
        return said(provider.read(stored, settings, latency));
    }

    @Override
    public ProviderResult around(ProviderRequest request, Turn call) {
        var result = call.call(request);
        if (provider.metered()
                && result instanceof ProviderResult.Completed(var body, var answer)) {
            byte[] blotted = blotting.answer(body);
            return blotted == body ? result : read(blotted, request.settings(), answer.latency());
        }
        return said(result);
    }

    private ProviderResult said(ProviderResult result) {
        return switch (result) {
            case ProviderResult.Completed completed -> completed;
            case ProviderResult.RateLimited(var after, String message) ->
                    new ProviderResult.RateLimited(after, blotting.message(message));
            case ProviderResult.Unavailable(var after, String message) ->
                    new ProviderResult.Unavailable(after, blotting.message(message));
            case ProviderResult.Rejected(int status, String message) ->
                    new ProviderResult.Rejected(status, blotting.message(message));
            case ProviderResult.Lost(String message) ->
                    new ProviderResult.Lost(blotting.message(message));
            case ProviderResult.Malformed(String message, byte[] body) ->
                    new ProviderResult.Malformed(blotting.message(message), blotting.answer(body));
        };
    }
}
