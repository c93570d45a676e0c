package dev.promptcards.analytics;

import static dev.promptcards.analytics.ReportColumn.Type.BOOLEAN;
import static dev.promptcards.analytics.ReportColumn.Type.DATE;
import static dev.promptcards.analytics.ReportColumn.Type.DECIMAL;
import static dev.promptcards.analytics.ReportColumn.Type.INTEGER;
import static dev.promptcards.analytics.ReportColumn.Type.NUMBER;
import static dev.promptcards.analytics.ReportColumn.Type.TEXT;
import static dev.promptcards.analytics.ReportColumn.exact;
import static dev.promptcards.analytics.ReportColumn.withinOnePercent;
import static dev.promptcards.analytics.ReportFilter.CARD;
import static dev.promptcards.analytics.ReportFilter.MODEL;
import static dev.promptcards.analytics.ReportFilter.NARROWING;
import static dev.promptcards.analytics.ReportFilter.PROVIDER;

import dev.promptcards.analytics.Report.DailyFigures;
import dev.promptcards.analytics.Report.Limit;

import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// The reports that figures kept by the day answer, as far as they can.
final class DailyReports {

    /// How often something was tried, and how that came out.
    private static final List<ReportColumn> COUNTS =
            List.of(
                    exact("executions", INTEGER, "how many executions"),
                    exact("passed", INTEGER, "of them passed"),
                    exact("failed", INTEGER, "judged, and not passed"),
                    exact("errors", INTEGER, "not to be tried or judged"),
                    exact("unknown", INTEGER, "whose outcome is not known; in no rate"),
                    exact("cached", INTEGER, "answered from the cache"),
                    exact("pass_rate", NUMBER, "passed ÷ (passed + failed + errors), 0 to 1"));

    private static final List<ReportColumn> INTERVAL =
            List.of(
                    exact("pass_rate_low", NUMBER, "lower end of its 95 % interval (Wilson)"),
                    exact("pass_rate_high", NUMBER, "upper end"),
                    exact("mean_score", NUMBER, "mean of the scores"));

    private static final List<ReportColumn> LATENCIES =
            List.of(
                    exact("avg_latency_ms", NUMBER, "mean time of a call"),
                    withinOnePercent("latency_p50_ms", NUMBER, "median time of a call"),
                    withinOnePercent("latency_p90_ms", NUMBER, "90 of 100 calls took no longer"),
                    withinOnePercent("latency_p95_ms", NUMBER, "95 of 100 calls took no longer"),
                    withinOnePercent("latency_p99_ms", NUMBER, "99 of 100 calls took no longer"));

    private static final List<ReportColumn> COSTS =
            List.of(
                    exact("cost_usd", DECIMAL, "what answers cost"),
                    exact("cost_per_call_usd", DECIMAL, "mean cost of a call with a known price"),
                    exact("unpriced", INTEGER, "answers without a known price; in no cost"),
                    exact("grading_cost_usd", DECIMAL, "what judges cost"),
                    exact("prompt_tokens", INTEGER, "tokens asked with"),
                    exact("completion_tokens", INTEGER, "tokens answered with"));

    private static final Report DAILY =
            new Report(
                    "daily",
                    "Day by day: how much was tried, how it came out, how long it took, what it"
                            + " cost.",
                    new DailyFigures(EnumSet.of(CARD)),
                    NARROWING,
                    Optional.empty(),
                    Limit.NONE,
                    joined(
                            List.of(exact("day", DATE, "the day (UTC)")),
                            COUNTS,
                            List.of(
                                    LATENCIES.get(0),
                                    LATENCIES.get(1),
                                    LATENCIES.get(3),
                                    COSTS.get(0),
                                    COSTS.get(2),
                                    COSTS.get(3),
                                    exact("previous_executions", INTEGER, "the day before"),
                                    exact("previous_pass_rate", NUMBER, "the day before"),
                                    exact("previous_avg_latency_ms", NUMBER, "the day before"),
                                    exact("previous_cost_usd", DECIMAL, "the day before"),
                                    exact("executions_7d", NUMBER, "a day, mean of seven days"),
                                    exact("pass_rate_7d", NUMBER, "over seven days"),
                                    exact("avg_latency_7d_ms", NUMBER, "over seven days"),
                                    exact("cost_7d_usd", DECIMAL, "a day, mean of seven days"))));

    private static final Report VERSIONS =
            new Report(
                    "versions",
                    "Versions of a card side by side, each with its difference to the one before.",
                    new DailyFigures(EnumSet.of(CARD)),
                    NARROWING,
                    Optional.of(CARD),
                    Limit.NONE,
                    joined(
                            List.of(
                                    exact("card", TEXT, "slug of the card"),
                                    exact("version", INTEGER, "its version")),
                            COUNTS,
                            INTERVAL,
                            LATENCIES,
                            COSTS,
                            List.of(
                                    exact("previous_version", INTEGER, "the one compared with"),
                                    exact("pass_rate_change", NUMBER, "since that one"),
                                    exact("paired_cases", INTEGER, "cases both tried"),
                                    exact("better", INTEGER, "of these, passed only now"),
                                    exact("worse", INTEGER, "of these, passed only before"),
                                    exact("p_value", NUMBER, "exact McNemar test of the two"))));

    private static final Report MODELS =
            new Report(
                    "models",
                    "Models side by side: pass rate, score, time, cost, and which no other beats.",
                    new DailyFigures(EnumSet.of(MODEL, PROVIDER)),
                    EnumSet.allOf(ReportFilter.class),
                    Optional.empty(),
                    Limit.of(100, 1000),
                    joined(
                            List.of(
                                    exact("model", TEXT, "the model"),
                                    exact("provider", TEXT, "kind of the provider")),
                            COUNTS,
                            INTERVAL,
                            List.of(exact("mean_score_se", NUMBER, "standard error of that mean")),
                            LATENCIES,
                            COSTS,
                            List.of(
                                    new ReportColumn(
                                            "pareto",
                                            BOOLEAN,
                                            false,
                                            "whether no model is as good in rate, cost and median"
                                                    + " and better in one"),
                                    exact("paired_cases", INTEGER, "cases the baseline tried too"),
                                    exact("better", INTEGER, "of these, passed only here"),
                                    exact("worse", INTEGER, "of these, passed only there"),
                                    exact(
                                            "pass_rate_difference",
                                            NUMBER,
                                            "to the baseline, on these cases"),
                                    exact("p_value", NUMBER, "exact McNemar test of the two"))));

    private static final Report SPEND =
            new Report(
                    "spend",
                    "What was spent: by day, card, model and person, with month to date.",
                    new DailyFigures(EnumSet.of(CARD)),
                    NARROWING,
                    Optional.empty(),
                    new Limit(100, 1000, true),
                    joined(
                            List.of(
                                    exact("by", TEXT, "`day`, `card`, `model` or `person`"),
                                    exact("name", TEXT, "which of these"),
                                    COUNTS.get(0),
                                    exact("total_usd", DECIMAL, "answers and judges"),
                                    COSTS.get(0),
                                    COSTS.get(3),
                                    exact("unpriced", INTEGER, "answers and judgements unpriced"),
                                    exact("month_to_date_usd", DECIMAL, "total of its month"),
                                    COSTS.get(4),
                                    COSTS.get(5))));

    /// In the order they are listed in.
    static final List<Report> ALL = List.of(DAILY, VERSIONS, MODELS, SPEND);

    private DailyReports() {}

    @SafeVarargs
    private static List<ReportColumn> joined(List<ReportColumn>... columns) {
        return Stream.of(columns).flatMap(List::stream).toList();
    }
}
