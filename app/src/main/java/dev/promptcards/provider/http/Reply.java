package dev.promptcards.provider.http;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/// What came of a request, as far as HTTP can tell.
public sealed interface Reply {

    /// A whole answer.
    ///
    /// @param headers all of them, by their names in small letters
    /// @param retryAfter the header `Retry-After` as written
    /// @param location the header `Location` as written
    record Answered(
            int status,
            String reason,
            Map<String, String> headers,
            Optional<String> retryAfter,
            Optional<String> location,
            byte[] body,
            Duration latency)
            implements Reply {}

    /// No byte of the request was sent.
    ///
    /// @param lasting whether trying again cannot help: a refused address, a certificate that does
    ///     not hold
    record NotSent(boolean lasting, String message) implements Reply {}

    /// Sent, and the answer did not come whole.
    record Broken(String message) implements Reply {}

    /// Answered with more than is read; cut off.
    record TooLarge(int status, String message) implements Reply {}
}
