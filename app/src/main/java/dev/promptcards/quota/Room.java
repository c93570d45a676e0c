package dev.promptcards.quota;

/// Whether there is room for a call that bills.
public sealed interface Room {

    /// There is.
    record Left() implements Room {}

    /// There always is: nothing limits it.
    record Unlimited() implements Room {}

    /// There is none until somebody raises the limit, or its time is over.
    ///
    /// @param limit which, in words
    record None(String limit) implements Room {}
}
