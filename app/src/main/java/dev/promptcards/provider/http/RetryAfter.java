package dev.promptcards.provider.http;

import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.Optional;

/// The header `Retry-After` (RFC 9110, 10.2.3): seconds, or a date.
public final class RetryAfter {

    private static final long MOST_SECONDS = Duration.ofDays(1).toSeconds();

    private RetryAfter() {}

    /// Empty where the value is neither; never negative, and never more than a day. Fractions of a
    /// second, which the standard does not know and some providers send, are taken as they are
    /// meant.
    public static Optional<Duration> parse(String value, Instant now) {
        String text = value.strip();
        if (text.matches("[0-9]{1,18}([.][0-9]{1,9})?")) {
            double seconds = Math.min(Double.parseDouble(text), (double) MOST_SECONDS);
            return Optional.of(Duration.ofMillis(Math.round(seconds * 1000)));
        }
        try {
            Instant until =
                    ZonedDateTime.parse(text, DateTimeFormatter.RFC_1123_DATE_TIME).toInstant();
            Duration wait = Duration.between(now, until);
            if (wait.isNegative()) {
                return Optional.of(Duration.ZERO);
            }
            return Optional.of(
                    wait.toSeconds() > MOST_SECONDS ? Duration.ofSeconds(MOST_SECONDS) : wait);
        } catch (DateTimeParseException e) {
            return Optional.empty();
        }
    }
}
