package dev.promptcards.quota;

import java.time.Instant;
import java.util.Optional;

/// Whether there is room for a call that bills.
public sealed interface Room {

    /// There is.
    record Left() implements Room {}

    /// There always is: nothing limits it.
    record Unlimited() implements Room {}

    /// There is none until somebody raises the limit, or its time is over.
    ///
    /// @param limit which, in words
    /// @param until when it begins anew; empty for one that never does
    record None(String limit, Optional<Instant> until) implements Room {}
}
