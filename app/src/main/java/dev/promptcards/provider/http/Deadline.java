package dev.promptcards.provider.http;

import java.time.Duration;

/// When a call has to be over. Measures from its own making, by the clock that never jumps.
record Deadline(long startNanos, Duration timeout) {

    static Deadline in(Duration timeout) {
        return new Deadline(System.nanoTime(), timeout);
    }

    Duration spent() {
        return Duration.ofNanos(System.nanoTime() - startNanos);
    }

    Duration left() {
        return timeout.minus(spent());
    }

    boolean isOver() {
        return !left().isPositive();
    }

    String missed() {
        return "no whole answer within %s s".formatted(timeout.toMillis() / 1000.0);
    }
}
