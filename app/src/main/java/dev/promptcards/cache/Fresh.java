package dev.promptcards.cache;

/// A value, and how long who got it may go on using it.
///
/// @param asked when it was about to be asked for, by the ticker: what had changed by then is in
///     it, unless it came from Redis
/// @param lifeNanos for how long from `asked` it may be used
public record Fresh<T>(T value, long asked, long lifeNanos) {

    /// Whether it may still be used.
    ///
    /// @param now by the same ticker
    public boolean holdsAt(long now) {
        return now - asked < lifeNanos;
    }

    /// The same, for less long.
    public Fresh<T> within(long nanos) {
        return new Fresh<>(value, asked, Math.min(lifeNanos, nanos));
    }
}
