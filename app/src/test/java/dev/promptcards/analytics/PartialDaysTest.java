package dev.promptcards.analytics;

import static org.assertj.core.api.Assertions.assertThat;

import dev.promptcards.analytics.StoredExecutions.Row;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/// Windows that begin and end within a day.
class PartialDaysTest {

    private final StoredExecutions stored = new StoredExecutions();

    @ParameterizedTest
    @ValueSource(strings = {"daily", "versions", "models", "spend"})
    void a_window_that_begins_within_a_day_leaves_out_what_was_before(String report) {
        var card = stored.card("card", "tag");
        for (int hour : List.of(6, 10, 11, 15)) {
            stored.run(
                    hour(hour),
                    card,
                    1,
                    "m",
                    "local",
                    List.of(Row.of("a", "passed").took(hour, 1)));
        }

        var rows = stored.report(report + "_filtered", hour(10), hour(15), Map.of("card", "card"));

        assertThat(rows)
                .allSatisfy(row -> assertThat(number(row, "executions")).isIn(0.0, 2.0))
                .anySatisfy(row -> assertThat(number(row, "executions")).isEqualTo(2));
        if (report.equals("spend")) {
            assertThat(rows)
                    .as("the month to date begins with the month")
                    .allSatisfy(row -> assertThat(number(row, "month_to_date_usd")).isEqualTo(3));
        }
    }

    /// Of yesterday.
    private static Instant hour(int hour) {
        return Instant.now().truncatedTo(ChronoUnit.DAYS).minus(24 - hour, ChronoUnit.HOURS);
    }

    private static double number(Map<String, Object> row, String column) {
        return ((Number) Objects.requireNonNull(row.get(column), column)).doubleValue();
    }
}
