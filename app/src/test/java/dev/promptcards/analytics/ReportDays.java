package dev.promptcards.analytics;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Objects;

/// The days reports of tests are asked for, and figures of their rows.
final class ReportDays {

    static final Instant TODAY = Instant.now().truncatedTo(ChronoUnit.DAYS);
    static final Instant TOMORROW = TODAY.plus(1, ChronoUnit.DAYS);

    private ReportDays() {}

    /// The beginning of a day, so many days ago.
    static Instant day(int ago) {
        return TODAY.minus(Duration.ofDays(ago));
    }

    /// The same as reports write it.
    static String date(int ago) {
        return day(ago).toString().substring(0, 10);
    }

    /// A figure that must be there.
    static double number(Map<String, Object> row, String column) {
        return ((Number) Objects.requireNonNull(row.get(column), column)).doubleValue();
    }
}
