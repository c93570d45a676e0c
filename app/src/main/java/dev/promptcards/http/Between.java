package dev.promptcards.http;

import dev.promptcards.problem.Problem;

import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.function.Function;

/// A range as filters have it, `FROM..TO`: from one on, and below the other. Either end may be left
/// out.
public record Between<T extends Comparable<T>>(Optional<T> from, Optional<T> to) {

    private static final Instant FIRST = Instant.parse("0001-01-01T00:00:00Z");
    private static final Instant LAST = Instant.parse("9999-12-31T23:59:59Z");
    private static final String DOTS = "..";

    /// Everything.
    public static <T extends Comparable<T>> Between<T> any() {
        return new Between<T>(Optional.empty(), Optional.empty());
    }

    /// Dates (which begin at midnight UTC) or times: `2026-01-01..2026-02-01` is January.
    public static Between<Instant> times(String name, Optional<String> range) {
        return read(name, range, Between::time, "2026-01-01..2026-02-01");
    }

    /// Amounts: `0.01..0.5`.
    public static Between<BigDecimal> amounts(String name, Optional<String> range) {
        return read(name, range, Between::amount, "0.01..0.5");
    }

    private static <T extends Comparable<T>> Between<T> read(
            String name,
            Optional<String> range,
            Function<String, Optional<T>> reading,
            String example) {
        if (range.isEmpty()) {
            return any();
        }
        var text = range.get();
        int dots = text.indexOf(DOTS);
        var from = dots < 0 ? "" : text.substring(0, dots).strip();
        var to = dots < 0 ? "" : text.substring(dots + DOTS.length()).strip();
        var between =
                new Between<T>(
                        from.isEmpty() ? Optional.empty() : reading.apply(from),
                        to.isEmpty() ? Optional.empty() : reading.apply(to));
        if (from.isEmpty() != between.from().isEmpty()
                || to.isEmpty() != between.to().isEmpty()
                || from.isEmpty() && to.isEmpty()) {
            throw new Problem.Invalid(
                    "%s: expected a range such as `%s`, of which one end may be left out"
                            .formatted(name, example));
        }
        if (!from.isEmpty()
                && !to.isEmpty()
                && between.from().orElseThrow().compareTo(between.to().orElseThrow()) > 0) {
            throw new Problem.Invalid(name + ": the range ends before it begins; turn it round");
        }
        return between;
    }

    /// A date (which begins at midnight UTC) or a time; nothing where it does not read, or lies
    /// outside the years 1 to 9999, which every part of this takes.
    public static Optional<Instant> time(String text) {
        try {
            var time =
                    text.length() == "2026-01-31".length()
                            ? LocalDate.parse(text).atStartOfDay(ZoneOffset.UTC).toInstant()
                            : Instant.parse(text);
            return time.isBefore(FIRST) || time.isAfter(LAST)
                    ? Optional.empty()
                    : Optional.of(time);
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    private static Optional<BigDecimal> amount(String text) {
        return text.matches("\\d{1,9}(\\.\\d{1,12})?")
                ? Optional.of(new BigDecimal(text))
                : Optional.empty();
    }
}
