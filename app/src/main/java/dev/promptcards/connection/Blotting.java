package dev.promptcards.connection;

import dev.promptcards.provider.Provider;
import dev.promptcards.provider.ProviderRequest;
import dev.promptcards.provider.ProviderResult;
import dev.promptcards.provider.ProviderResult.Completed;
import dev.promptcards.provider.ProviderResult.Lost;
import dev.promptcards.provider.ProviderResult.Malformed;
import dev.promptcards.provider.ProviderResult.RateLimited;
import dev.promptcards.provider.ProviderResult.Rejected;
import dev.promptcards.provider.ProviderResult.Unavailable;
import dev.promptcards.provider.http.Secret;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;

/// Blots a connection's key and headers out of what comes back: an endpoint that quotes its request
/// would have them stored and shown as its answer.
///
/// @param secrets shorter ones are left: they would blot out ordinary words
record Blotting(List<Secret> secrets) {

    private static final int SHORTEST = 8;

    static Blotting of(Credentials credentials) {
        return new Blotting(
                Stream.concat(Stream.of(credentials.key()), credentials.headers().values().stream())
                        .filter(secret -> secret.length() >= SHORTEST)
                        .map(Secret::new)
                        .toList());
    }

    ProviderResult blotted(ProviderResult result, Provider provider, ProviderRequest request) {
        return switch (result) {
            case Completed(byte[] body, var answer) when quotes(body) ->
                    provider.read(blotted(body), request.settings(), answer.latency());
            case Completed completed -> completed;
            case RateLimited(var after, String message) -> new RateLimited(after, blotted(message));
            case Unavailable(var after, String message) -> new Unavailable(after, blotted(message));
            case Rejected(int status, String message) -> new Rejected(status, blotted(message));
            case Lost(String message) -> new Lost(blotted(message));
            case Malformed(String message, byte[] body) ->
                    new Malformed(blotted(message), blotted(body));
        };
    }

    private boolean quotes(byte[] body) {
        String text = new String(body, StandardCharsets.ISO_8859_1);
        return secrets.stream().anyMatch(secret -> text.contains(secret.value()));
    }

    /// Byte for byte but for what is blotted out; keys and headers are ASCII.
    private byte[] blotted(byte[] body) {
        return blotted(new String(body, StandardCharsets.ISO_8859_1))
                .getBytes(StandardCharsets.ISO_8859_1);
    }

    private String blotted(String text) {
        String blotted = text;
        for (Secret secret : secrets) {
            blotted = secret.blotted(blotted);
        }
        return blotted;
    }
}
