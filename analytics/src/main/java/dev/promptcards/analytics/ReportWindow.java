package dev.promptcards.analytics;

import java.time.Instant;
import java.time.temporal.ChronoUnit;

/// The time a report is about, by when runs were started: `from` is included, `to` is not.
public record ReportWindow(Instant from, Instant to) {

    /// Whether it begins and ends with a day (UTC), so that figures kept by the day answer for it.
    public boolean isWholeDays() {
        return from.truncatedTo(ChronoUnit.DAYS).equals(from)
                && to.truncatedTo(ChronoUnit.DAYS).equals(to);
    }
}
