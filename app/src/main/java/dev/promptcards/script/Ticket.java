package dev.promptcards.script;

import java.util.concurrent.CompletableFuture;

/// A job that waits or runs.
///
/// @param job as it crosses into the engine
/// @param answer completed exactly once, with how it ended
record Ticket(String job, CompletableFuture<ScriptResult> answer) {

    /// Ends a queue: the lane behind it takes no further job.
    static final Ticket LAST = new Ticket("null", new CompletableFuture<>());

    boolean isLast() {
        return equals(LAST);
    }
}
