package dev.promptcards.promptfoo.result.compare;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.promptcards.promptfoo.result.Executions;
import dev.promptcards.promptfoo.result.compare.ColumnComparison.Trend;
import dev.promptcards.promptfoo.result.compare.ColumnComparison.Turned;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ComparisonTest {

    @Test
    void cases_are_paired_by_their_key_wherever_they_stand() {
        RunCases before = new RunCases();
        before.add(one(0, "a", "passed"));
        before.add(one(1, "b", "failed"));
        before.add(one(2, "c", "error"));
        before.add(one(3, "gone", "passed"));
        RunCases now = new RunCases();
        now.add(one(0, "new", "failed"));
        now.add(one(1, "c", "failed"));
        now.add(one(2, "b", "passed"));
        now.add(one(3, "a", "error"));

        ColumnComparison column = Comparison.of("40", before, now).columns().getFirst();

        assertThat(column.better()).isEqualTo(1);
        assertThat(column.worse()).isEqualTo(1);
        assertThat(column.unchanged()).as("an error and a failure both do not pass").isEqualTo(1);
        assertThat(column.turned())
                .containsExactly(new Turned("a", "q=v3", false), new Turned("b", "q=v2", true));
    }

    @ParameterizedTest
    @CsvSource({
        "passed passed failed, failed, 0, 1, 0",
        "passed failed, passed, 0, 0, 1",
        "unknown, passed, 0, 0, 1",
        "unknown passed, failed, 0, 1, 0",
        "error error passed, passed, 1, 0, 0",
    })
    void a_case_tried_several_times_is_what_most_of_its_tries_are(
            String tries, String now, int better, int worse, int undecided) {
        RunCases before = new RunCases();
        for (String outcome : tries.split(" ")) {
            before.add(one(0, "a", outcome));
        }
        RunCases after = new RunCases();
        after.add(one(0, "a", now));

        ColumnComparison column = Comparison.of("1", before, after).columns().getFirst();

        assertThat(column.better()).isEqualTo(better);
        assertThat(column.worse()).isEqualTo(worse);
        assertThat(column.undecided()).isEqualTo(undecided);
    }

    @ParameterizedTest
    @CsvSource({
        "6, 0, BETTER",
        "5, 0, NOT_DECIDED",
        "0, 6, WORSE",
        "3, 3, NOT_DECIDED",
        "0, 0, UNCHANGED",
    })
    void a_column_is_better_or_worse_where_chance_does_not_explain_it(
            int better, int worse, Trend trend) {
        RunCases before = new RunCases();
        RunCases now = new RunCases();
        for (int i = 0; i < 20; i++) {
            before.add(one(i, "k" + i, i < better ? "failed" : "passed"));
            now.add(one(i, "k" + i, i >= better && i < better + worse ? "failed" : "passed"));
        }

        Comparison comparison = Comparison.of("1", before, now);

        assertThat(comparison.columns().getFirst().trend()).isEqualTo(trend);
        assertThat(comparison.isWorse()).isEqualTo(trend == Trend.WORSE);
    }

    @Test
    void columns_are_paired_by_label_then_by_card_and_the_rest_is_named() {
        RunCases before = new RunCases();
        before.add(column(0, "short", "card-1", "gpt-a"));
        before.add(column(1, "the old text", "card-2", "gpt-a"));
        before.add(column(2, "short", "card-1", "gpt-b"));
        RunCases now = new RunCases();
        now.add(column(0, "the new text", "card-2", "gpt-a"));
        now.add(column(1, "short", "card-1", "gpt-a"));
        now.add(column(2, "long", "card-3", "gpt-c"));
        now.add(column(3, "long", "card-3", "gpt-d"));

        Comparison comparison = Comparison.of("1", before, now);

        assertThat(comparison.columns())
                .extracting(ColumnComparison::heading, ColumnComparison::before)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple(
                                "[gpt-a] the new text", "[gpt-a] the old text"),
                        org.assertj.core.groups.Tuple.tuple("[gpt-a] short", "[gpt-a] short"));
        assertThat(comparison.onlyNow()).containsExactly("[gpt-c] long", "[gpt-d] long");
        assertThat(comparison.onlyBefore()).containsExactly("[gpt-b] short");
    }

    @Test
    void two_runs_of_one_column_each_are_compared_whatever_the_model() {
        RunCases before = new RunCases();
        before.add(column(0, "p", "c", "gpt-a"));
        RunCases now = new RunCases();
        now.add(column(0, "p", "c", "gpt-b"));

        assertThat(Comparison.of("1", before, now).columns())
                .extracting(ColumnComparison::before)
                .containsExactly("[gpt-a] p");
    }

    @Test
    void runs_without_a_common_case_have_nothing_to_compare() {
        RunCases before = new RunCases();
        before.add(one(0, "a", "passed"));
        RunCases now = new RunCases();
        now.add(one(0, "b", "passed"));

        assertThat(Comparison.of("1", before, now).isEmpty()).isTrue();
        assertThat(Comparison.of("1", before, before).isEmpty()).isFalse();
    }

    private static ObjectNode one(int test, String key, String outcome) {
        return Executions.one(test, 0, outcome, 0, "x").put("caseKey", key);
    }

    private static ObjectNode column(int number, String label, String card, String provider) {
        return Executions.one(0, number, "passed", 1, "x")
                .put("promptLabel", label)
                .put("card", card)
                .put("provider", provider);
    }
}
