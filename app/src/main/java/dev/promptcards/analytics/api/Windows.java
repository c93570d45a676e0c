package dev.promptcards.analytics.api;

import dev.promptcards.analytics.ReportWindow;
import dev.promptcards.http.Between;
import dev.promptcards.problem.Problem;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.regex.Pattern;

/// Reads the parameter `window`: `30d` is the last 30 days (UTC), this one among them; `all` is
/// everything; `FROM..TO` are dates or times, of which the second is not included.
final class Windows {

    private static final String DEFAULT = "30d";
    private static final Pattern DAYS = Pattern.compile("([1-9]\\d{0,3})d");
    private static final int MOST_DAYS = 3660;

    /// No model was asked before.
    private static final Instant BEGINNING = Instant.parse("2000-01-01T00:00:00Z");

    private Windows() {}

    /// @throws Problem.Invalid where it does not read, or spans more than ten years
    static ReportWindow parse(@Nullable String text, Instant now) {
        var tomorrow = now.truncatedTo(ChronoUnit.DAYS).plus(1, ChronoUnit.DAYS);
        var window = text == null || text.isBlank() ? DEFAULT : text.strip();
        if (window.equals("all")) {
            return new ReportWindow(BEGINNING, tomorrow);
        }
        var days = DAYS.matcher(window);
        if (days.matches()) {
            return checked(
                    tomorrow.minus(Long.parseLong(days.group(1)), ChronoUnit.DAYS), tomorrow);
        }
        var ends = window.split("\\.\\.", -1);
        if (ends.length != 2) {
            throw unreadable();
        }
        return checked(time(ends[0]), time(ends[1]));
    }

    private static ReportWindow checked(Instant from, Instant to) {
        if (!from.isBefore(to)) {
            throw new Problem.Invalid(
                    "window: ends before it begins; FROM..TO goes from the earlier to the later,"
                            + " which is not included");
        }
        if (Duration.between(from, to).toDays() > MOST_DAYS) {
            throw new Problem.Invalid(
                    "window: spans more than ten years; ask for less, or for `all`");
        }
        return new ReportWindow(from, to);
    }

    private static Instant time(String text) {
        return Between.time(text).orElseThrow(Windows::unreadable);
    }

    private static Problem.Invalid unreadable() {
        return new Problem.Invalid(
                "window: expected days such as `30d`, `all`, or `FROM..TO` with dates such as"
                        + " 2026-01-31 or times such as 2026-01-31T12:00:00Z");
    }
}
