package dev.promptcards.database;

import dev.promptcards.problem.Problem;

import java.time.Duration;
import java.util.Optional;
import java.util.function.Function;

/// How many connections the pool holds, and for how long.
///
/// @param most `DB_MAX_CONNS`
/// @param least `DB_MIN_CONNS`, kept open when idle
/// @param lifetime `DB_MAX_CONN_LIFETIME`; zero is no limit
/// @param idleTime `DB_MAX_CONN_IDLE_TIME`, after which a connection above `least` is closed; zero
///     is never
record PoolLimits(int most, int least, Duration lifetime, Duration idleTime) {

    private static final int MOST = 30;
    private static final int LEAST = 10;
    private static final Duration LIFETIME = Duration.ofHours(1);
    private static final Duration IDLE_TIME = Duration.ofSeconds(30);

    /// Below these the pool would fall back to values of its own.
    private static final Duration SHORTEST_LIFETIME = Duration.ofSeconds(30);

    private static final Duration SHORTEST_IDLE_TIME = Duration.ofSeconds(10);

    /// Reads the limits from what the named variables hold; what is not set has its default.
    static PoolLimits read(Function<String, Optional<String>> variable) {
        int most = count(variable, "DB_MAX_CONNS", 1).orElse(MOST);
        // A pool made smaller than the default minimum keeps all its connections.
        int least = count(variable, "DB_MIN_CONNS", 0).orElse(Math.min(LEAST, most));
        if (least > most) {
            throw new Problem.Invalid(
                    "DB_MIN_CONNS (%d) is more than DB_MAX_CONNS (%d)".formatted(least, most));
        }
        return new PoolLimits(
                most,
                least,
                time(variable, "DB_MAX_CONN_LIFETIME", SHORTEST_LIFETIME).orElse(LIFETIME),
                time(variable, "DB_MAX_CONN_IDLE_TIME", SHORTEST_IDLE_TIME).orElse(IDLE_TIME));
    }

    private static Optional<Integer> count(
            Function<String, Optional<String>> variable, String name, int least) {
        return variable.apply(name)
                .map(
                        text -> {
                            if (text.matches("\\d{1,4}") && Integer.parseInt(text) >= least) {
                                return Integer.valueOf(text);
                            }
                            throw wrong(name, text, "a whole number from %d to 9999", least);
                        });
    }

    private static Optional<Duration> time(
            Function<String, Optional<String>> variable, String name, Duration shortest) {
        return variable.apply(name)
                .map(
                        text -> {
                            Optional<Duration> time = GoDuration.parse(text);
                            if (time.isPresent()
                                    && (time.get().isZero()
                                            || time.get().compareTo(shortest) >= 0)) {
                                return time.get();
                            }
                            String expected =
                                    "a duration such as 90s, 30m or 1h30m, at least %ds, or 0 for"
                                            + " no limit";
                            throw wrong(name, text, expected, shortest.toSeconds());
                        });
    }

    private static Problem.Invalid wrong(String name, String text, String expected, long least) {
        return new Problem.Invalid(
                "%s is \"%s\". Expected: %s".formatted(name, text, expected.formatted(least)));
    }
}
