package dev.promptcards.analytics;

import static dev.promptcards.analytics.ReportColumn.Type.DECIMAL;
import static dev.promptcards.analytics.ReportColumn.Type.INTEGER;
import static dev.promptcards.analytics.ReportColumn.Type.INTEGERS;
import static dev.promptcards.analytics.ReportColumn.Type.JSON;
import static dev.promptcards.analytics.ReportColumn.Type.NUMBER;
import static dev.promptcards.analytics.ReportColumn.Type.TEXT;
import static dev.promptcards.analytics.ReportColumn.Type.TEXTS;
import static dev.promptcards.analytics.ReportColumn.Type.TIMESTAMP;
import static dev.promptcards.analytics.ReportColumn.exact;
import static dev.promptcards.analytics.ReportFilter.NARROWING;

import dev.promptcards.analytics.Report.Executions;
import dev.promptcards.analytics.Report.Limit;

import java.util.List;
import java.util.Optional;

/// The reports that are counted from single executions.
final class ExecutionReports {

    private static final ReportColumn CARD_SLUG = exact("card", TEXT, "slug of the card");
    private static final ReportColumn VERSION_NUMBER = exact("version", INTEGER, "its version");
    private static final ReportColumn SUITE_SLUG = exact("suite", TEXT, "slug of the suite");
    private static final ReportColumn CASE_KEY = exact("case", TEXT, "key of the case");
    private static final ReportColumn PROVIDER_KIND =
            exact("provider", TEXT, "kind of the provider");
    private static final ReportColumn MODEL_NAME = exact("model", TEXT, "the model");
    private static final ReportColumn EXECUTIONS =
            exact("executions", INTEGER, "how often it was tried");
    private static final ReportColumn PASS_RATE =
            exact("pass_rate", NUMBER, "passed ÷ (passed + failed + error), 0 to 1");

    private static final Report HISTORY =
            new Report(
                    "history",
                    "How the last executions of a card went, or of the cards tried last.",
                    new Executions(),
                    NARROWING,
                    Optional.empty(),
                    Limit.of(20, 100),
                    List.of(
                            CARD_SLUG,
                            exact("executions", INTEGER, "how many it tells of, 100 at most"),
                            exact("last_at", TIMESTAMP, "when the last of them ended"),
                            PASS_RATE,
                            exact(
                                    "execution_times_ms",
                                    INTEGERS,
                                    "what the calls among them took, newest first"),
                            exact("providers", TEXTS, "kinds of providers that answered"),
                            exact("models", TEXTS, "models that answered"),
                            exact(
                                    "last_executions",
                                    JSON,
                                    "the last 50: `timestamp`, `success`, `cost` in USD")));

    private static final Report FAILURES =
            new Report(
                    "failures",
                    "Why executions did not pass, grouped by the reason without its changing"
                            + " parts.",
                    new Executions(),
                    NARROWING,
                    Optional.empty(),
                    Limit.of(50, 1000),
                    List.of(
                            exact(
                                    "reason",
                                    TEXT,
                                    "the reason; … stands for what changes; null where none was"
                                            + " given"),
                            exact("outcome", TEXT, "`failed` or `error`"),
                            exact("executions", INTEGER, "how many executions"),
                            exact("share", NUMBER, "of all that did not pass, 0 to 1"),
                            exact("cards", INTEGER, "of how many cards"),
                            exact("cases", INTEGER, "of how many cases of these cards"),
                            exact("models", TEXTS, "the models"),
                            exact("first_at", TIMESTAMP, "when the first such run was started"),
                            exact("last_at", TIMESTAMP, "when the last such run was started"),
                            exact("example", TEXT, "one of the reasons as it was said")));

    private static final Report FLAKINESS =
            new Report(
                    "flakiness",
                    "Cases that come out now so, now so, with the same version and model.",
                    new Executions(),
                    NARROWING,
                    Optional.empty(),
                    Limit.of(50, 1000),
                    List.of(
                            CARD_SLUG,
                            VERSION_NUMBER,
                            PROVIDER_KIND,
                            MODEL_NAME,
                            SUITE_SLUG,
                            CASE_KEY,
                            EXECUTIONS,
                            exact("passed", INTEGER, "how often it passed"),
                            PASS_RATE,
                            exact("flips", INTEGER, "how often otherwise than the time before"),
                            exact("flip_rate", NUMBER, "flips ÷ (executions − 1)"),
                            exact("entropy", NUMBER, "of the pass rate, in bits, 0 to 1"),
                            exact("last_at", TIMESTAMP, "when its last run was started")));

    private static final Report REGRESSIONS =
            new Report(
                    "regressions",
                    "Cases that fail now and passed before: since which version and run.",
                    new Executions(),
                    NARROWING,
                    Optional.empty(),
                    Limit.of(50, 1000),
                    List.of(
                            CARD_SLUG,
                            PROVIDER_KIND,
                            MODEL_NAME,
                            SUITE_SLUG,
                            CASE_KEY,
                            exact("first_failing_version", INTEGER, "version it began to fail at"),
                            exact("first_failing_run", INTEGER, "number of that run"),
                            exact("failing_since", TIMESTAMP, "when that run was started"),
                            exact("last_passing_version", INTEGER, "version it passed at before"),
                            exact("last_passing_run", INTEGER, "number of that run"),
                            exact("streak", INTEGER, "runs in a row in which it failed")));

    private static final List<ReportColumn> SINGLE_EXECUTION =
            List.of(
                    CARD_SLUG,
                    VERSION_NUMBER,
                    PROVIDER_KIND,
                    MODEL_NAME,
                    CASE_KEY,
                    exact("run", INTEGER, "number of the run"),
                    exact("outcome", TEXT, "`passed`, `failed` or `error`"),
                    exact("execution_time_ms", INTEGER, "how long the call took"),
                    exact("cost_usd", DECIMAL, "what the answer cost; 0 from the cache"),
                    exact("grading_cost_usd", DECIMAL, "what its judges cost"),
                    exact("prompt_tokens", INTEGER, "tokens asked with"),
                    exact("completion_tokens", INTEGER, "tokens answered with"),
                    exact("finished_at", TIMESTAMP, "when it ended"),
                    exact("execution", TEXT, "its id"));

    private static final Report SLOWEST =
            new Report(
                    "slowest",
                    "The executions whose calls took longest.",
                    new Executions(),
                    NARROWING,
                    Optional.empty(),
                    Limit.of(20, 1000),
                    SINGLE_EXECUTION);

    private static final Report COSTLIEST =
            new Report(
                    "costliest",
                    "The executions that cost most, judges included.",
                    new Executions(),
                    NARROWING,
                    Optional.empty(),
                    Limit.of(20, 1000),
                    SINGLE_EXECUTION);

    private static final Report FAILING =
            new Report(
                    "failing",
                    "The cases that fail most, over all versions and models.",
                    new Executions(),
                    NARROWING,
                    Optional.empty(),
                    Limit.of(50, 1000),
                    List.of(
                            CARD_SLUG,
                            SUITE_SLUG,
                            CASE_KEY,
                            EXECUTIONS,
                            exact("failed", INTEGER, "how often an answer did not pass"),
                            exact("errors", INTEGER, "how often it could not be tried or judged"),
                            PASS_RATE,
                            exact("share_of_card", NUMBER, "of all failures of its card, 0 to 1"),
                            exact("last_failed_at", TIMESTAMP, "when its last such run started")));

    /// In the order they are listed in.
    static final List<Report> ALL =
            List.of(HISTORY, FAILURES, FLAKINESS, REGRESSIONS, SLOWEST, COSTLIEST, FAILING);

    private ExecutionReports() {}
}
