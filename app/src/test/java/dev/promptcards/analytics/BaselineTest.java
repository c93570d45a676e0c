package dev.promptcards.analytics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.promptcards.analytics.StoredExecutions.Row;

import org.junit.jupiter.api.Test;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/// Models against one of them, on the cases both tried.
class BaselineTest {

    private static final Instant TODAY = Instant.now().truncatedTo(ChronoUnit.DAYS);
    private static final Instant YESTERDAY = TODAY.minus(1, ChronoUnit.DAYS);
    private static final Instant TOMORROW = TODAY.plus(1, ChronoUnit.DAYS);

    private final StoredExecutions stored = new StoredExecutions();

    @Test
    void models_are_compared_with_a_baseline_on_the_cases_both_tried() {
        var card = stored.card("card", "tag");
        var other = stored.card("other", "tag");
        var cases = List.of("a", "b", "c", "d", "e", "f", "g");
        stored.run(YESTERDAY, card, 1, "base", "local", all(cases, "failed"));
        stored.run(YESTERDAY, other, 1, "base", "local", all(cases, "passed"));
        stored.run(
                TODAY,
                card,
                1,
                "new",
                "local",
                List.of(
                        Row.of("a", "passed"),
                        Row.of("b", "passed"),
                        Row.of("c", "passed"),
                        Row.of("d", "error"),
                        Row.of("e", "unknown"),
                        Row.of("g", "passed"),
                        Row.of("g", "failed"),
                        Row.of("only here", "passed")));
        stored.run(TODAY, other, 1, "new", "local", List.of(Row.of("a", "failed")));
        stored.run(TODAY, card, 2, "elsewhere", "local", all(cases, "passed"));

        var models = compared(Map.of("baseline", "base"));

        assertThat(models.get("new"))
                .as("a to d of the one card, a of the other; the tie of g is undecided")
                .containsEntry("paired_cases", 5L)
                .containsEntry("better", 3L)
                .containsEntry("worse", 1L)
                .containsEntry("pass_rate_difference", 0.4)
                .hasEntrySatisfying(
                        "p_value", p -> assertThat((double) p).isCloseTo(0.625, within(1e-9)));
        assertThat(models.get("elsewhere"))
                .as("the same cases on another version are others")
                .containsEntry("paired_cases", 0L)
                .containsEntry("better", null)
                .containsEntry("pass_rate_difference", null)
                .containsEntry("p_value", null);
        assertThat(models.get("base")).containsEntry("paired_cases", null);
        assertThat(compared(Map.of("baseline", "base", "model", "new")))
                .containsOnlyKeys("new")
                .containsEntry("new", models.get("new"));
        assertThat(compared(Map.of("baseline", "base", "card", "card")).get("new"))
                .containsEntry("paired_cases", 4L);
        assertThat(compared(Map.of("baseline", "nobody")).get("new"))
                .containsEntry("paired_cases", 0L);
        assertThat(compared(Map.of()).get("new")).containsEntry("paired_cases", null);
    }

    private Map<Object, Map<String, Object>> compared(Map<String, String> filters) {
        return stored.report("models_filtered", YESTERDAY, TOMORROW, filters).stream()
                .collect(Collectors.toMap(row -> row.get("model"), row -> row));
    }

    private static List<Row> all(List<String> cases, String outcome) {
        return cases.stream().map(it -> Row.of(it, outcome)).toList();
    }
}
