package dev.promptcards.provider;

import java.time.Duration;
import java.util.Optional;

/// What came of a call. Whether it may be made again is [RetryPolicy]'s to say; a result says what
/// is known: answered, refused (nothing was done, nothing billed), or unknown.
///
/// Messages are for people, name the remedy where there is one, and never hold a key.
public sealed interface ProviderResult {

    /// Answered.
    ///
    /// @param body the bytes as received, to be stored before they are scored
    record Completed(byte[] body, Answer answer) implements ProviderResult {}

    /// Refused for now: too many requests. Nothing was done.
    ///
    /// @param retryAfter what the provider asked for
    record RateLimited(Optional<Duration> retryAfter, String message) implements ProviderResult {}

    /// Refused for now: the provider failed before it did anything, or could not be reached.
    record Unavailable(Optional<Duration> retryAfter, String message) implements ProviderResult {}

    /// Refused for good: the same request will be refused again.
    ///
    /// @param status of the HTTP answer; 0 where none stands behind it
    record Rejected(int status, String message) implements ProviderResult {}

    /// Sent, and no telling what came of it: it may have been carried out and billed.
    record Lost(String message) implements ProviderResult {}

    /// Answered, and so probably billed, but not in the provider's protocol: no JSON, no choices,
    /// nothing, or more than anybody wants to read.
    ///
    /// @param body what was received; empty where it was cut off
    record Malformed(String message, byte[] body) implements ProviderResult {}
}
