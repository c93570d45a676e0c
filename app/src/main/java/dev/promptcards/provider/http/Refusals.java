package dev.promptcards.provider.http;

import dev.promptcards.provider.ProviderResult;
import dev.promptcards.provider.ProviderResult.Lost;
import dev.promptcards.provider.ProviderResult.RateLimited;
import dev.promptcards.provider.ProviderResult.Rejected;
import dev.promptcards.provider.ProviderResult.Unavailable;

import java.time.Duration;
import java.util.Optional;

/// What an HTTP status other than success says about a call, in every protocol.
public final class Refusals {

    private Refusals() {}

    /// Never a [ProviderResult.Completed].
    ///
    /// @param status as answered
    public static ProviderResult of(int status, Optional<Duration> retryAfter, String message) {
        return switch (status) {
            case 429 -> new RateLimited(retryAfter, message);
            // Spoken by a gateway that passed the request on and does not know what came of it: 502
            // and 504, and Cloudflare's 520 (an answer it cannot read) and 524 (none in time).
            case 502, 504, 520, 524 -> new Lost(message);
            // Not implemented, and no such version of HTTP: waiting changes nothing.
            case 501, 505 -> new Rejected(status, message);
            // Among the others, 529: Anthropic's word for overloaded.
            default ->
                    status >= 500
                            ? new Unavailable(retryAfter, message)
                            : new Rejected(status, message);
        };
    }
}
