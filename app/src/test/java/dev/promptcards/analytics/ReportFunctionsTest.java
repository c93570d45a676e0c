package dev.promptcards.analytics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.promptcards.TestServers;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.List;
import java.util.Random;

/// What reports compute in SQL, against the same in Java and against exact values.
class ReportFunctionsTest {

    @ParameterizedTest
    @CsvSource({
        "1,0",
        "5,0",
        "0,6",
        "10,2",
        "9,2",
        "3,3",
        "17,16",
        "120,90",
        "1000,900",
        "40000,39000",
        "500,3"
    })
    void the_p_value_in_sql_is_that_of_java(int better, int worse) {
        double p =
                TestServers.jdbi()
                        .withHandle(
                                handle ->
                                        handle.createQuery("SELECT mcnemar_p_value(?, ?)")
                                                .bind(0, better)
                                                .bind(1, worse)
                                                .mapTo(Double.class)
                                                .one());
        assertThat(p).isCloseTo(new McNemar(better, worse).pValue(), within(1e-9));
    }

    @ParameterizedTest
    @CsvSource({"0,20", "20,20", "81,263", "1,29", "999999,1000000"})
    void the_interval_in_sql_is_that_of_java(int passed, int tries) {
        List<Double> interval =
                TestServers.jdbi()
                        .withHandle(
                                handle ->
                                        handle.createQuery("SELECT unnest(wilson_interval(?, ?))")
                                                .bind(0, passed)
                                                .bind(1, tries)
                                                .mapTo(Double.class)
                                                .list());
        var rate = PassRate.of(passed, tries);
        assertThat(interval.get(0)).isCloseTo(rate.low(), within(1e-12));
        assertThat(interval.get(1)).isCloseTo(rate.high(), within(1e-12));
    }

    /// Values of all magnitudes, few and many of them, merged from two histograms.
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 10, 1000})
    void quantiles_of_histograms_are_within_one_percent(int values) {
        var random = new Random(values);
        for (int round = 0; round < 20; round++) {
            var millis =
                    random.doubles(values, 0, 1 + random.nextInt(16))
                            .mapToLong(x -> (long) Math.exp(x) - 1)
                            .boxed()
                            .toArray(Long[]::new);
            var both =
                    TestServers.jdbi()
                            .withHandle(
                                    handle ->
                                            handle.createQuery(
                                                            """
                                                            WITH v AS (SELECT m, n % 2 AS half
                                                                         FROM unnest(:millis) WITH ORDINALITY AS v (m, n)),
                                                            h AS (SELECT histogram_add(
                                                                     latency_histogram((SELECT array_agg(m) FROM v WHERE half = 0), 1),
                                                                     latency_histogram((SELECT array_agg(m) FROM v WHERE half = 1), 1)) AS h),
                                                            q AS (SELECT ARRAY[0, 0.01, 0.25, 0.5, 0.9, 0.95, 0.99, 1] AS q)
                                                            SELECT e.exact, k.kept
                                                              FROM (SELECT percentile_cont((SELECT q FROM q)::float8[])
                                                                           WITHIN GROUP (ORDER BY m) AS exact FROM v) x,
                                                                   (SELECT histogram_quantiles(h.h, q.q) AS kept FROM h, q) y,
                                                                   unnest(x.exact, y.kept) AS e (exact, kept),
                                                                   LATERAL (SELECT e.kept) k
                                                            """)
                                                    .bindArray(
                                                            "millis", Long.class, (Object[]) millis)
                                                    .map(
                                                            (row, _) ->
                                                                    new double[] {
                                                                        row.getDouble(1),
                                                                        row.getDouble(2)
                                                                    })
                                                    .list());
            assertThat(both).hasSize(8);
            both.forEach(
                    pair ->
                            assertThat(pair[1])
                                    .isCloseTo(pair[0], within(pair[0] * 0.00996 + 1e-9)));
        }
    }
}
