package dev.promptcards.database;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Durations as Go writes them (`time.ParseDuration`): `30s`, `1h`, `1h30m`, `1.5h`, `250ms`, `0`.
final class GoDuration {

    private static final Pattern TERM =
            Pattern.compile("\\G(\\d+(?:\\.\\d*)?|\\.\\d+)(ns|us|µs|μs|ms|s|m|h)");

    private GoDuration() {}

    /// The duration, or nothing when the text is none or is negative.
    static Optional<Duration> parse(String text) {
        if (text.equals("0")) {
            return Optional.of(Duration.ZERO);
        }
        Matcher term = TERM.matcher(text);
        BigDecimal nanos = BigDecimal.ZERO;
        int end = 0;
        while (term.find()) {
            nanos =
                    nanos.add(
                            new BigDecimal(term.group(1))
                                    .multiply(BigDecimal.valueOf(nanos(term.group(2)))));
            end = term.end();
        }
        boolean whole = end == text.length() && end > 0;
        return whole && nanos.compareTo(BigDecimal.valueOf(Long.MAX_VALUE)) <= 0
                ? Optional.of(Duration.ofNanos(nanos.longValue()))
                : Optional.empty();
    }

    private static long nanos(String unit) {
        return switch (unit) {
            case "h" -> 3_600_000_000_000L;
            case "m" -> 60_000_000_000L;
            case "s" -> 1_000_000_000L;
            case "ms" -> 1_000_000L;
            case "ns" -> 1L;
            default -> 1_000L; // microseconds, in three spellings
        };
    }
}
