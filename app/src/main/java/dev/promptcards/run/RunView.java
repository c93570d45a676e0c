package dev.promptcards.run;

import com.fasterxml.jackson.databind.JsonNode;

import dev.promptcards.analytics.PassRate;
import dev.promptcards.analytics.RunSummary;
import dev.promptcards.queue.RunId;

import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// A run as it goes over the wire.
///
/// @param state `running`, `held`, `completed`, `cancelled` or `failed`
/// @param failure why it could not be carried out
/// @param given the names of the keys and variables it was started with, which another try at its
///     errors needs again
/// @param heldReason which limit holds it; null where outcomes are unknown
/// @param heldUntil when that limit begins anew and the run goes on by itself, if there is room;
///     null where it does not
/// @param estimatedCostUsd what it was expected to cost when it was started, judges included;
///     `estimateUnpriced` calls are not in it, since their price is not known
/// @param budgetUsd what it may cost, judges included
/// @param maybeChargedTwice requests sent again although the first may have been billed
/// @param gradingCostUsd what judges cost; answers of judges without a known price are counted by
///     `gradingUnpriced` instead
/// @param heldComparisons rows whose comparison lost a judge's answer: somebody has to decide
/// @param summary figures over its executions, once nothing more is under way
/// @param columns the same figures for each column
record RunView(
        RunId id,
        int number,
        String state,
        @Nullable String failure,
        @Nullable String heldReason,
        @Nullable Instant heldUntil,
        String suite,
        int suiteRevision,
        int repeats,
        int concurrency,
        boolean cache,
        String onUnknown,
        JsonNode source,
        @Nullable GivenNames given,
        BigDecimal estimatedCostUsd,
        int estimateUnpriced,
        @Nullable BigDecimal budgetUsd,
        int total,
        int passed,
        int failed,
        int errors,
        int unknown,
        int cached,
        int maybeChargedTwice,
        int unpriced,
        BigDecimal costUsd,
        BigDecimal gradingCostUsd,
        int gradingUnpriced,
        long gradingPromptTokens,
        long gradingCompletionTokens,
        int heldComparisons,
        String createdBy,
        Instant createdAt,
        @Nullable Instant finishedAt,
        @Nullable Figures summary,
        @Nullable List<ColumnView> columns) {

    /// @param passRate passed ÷ (passed + failed + errors); null where nothing has an outcome
    /// @param low lower end of its 95 % Wilson interval
    /// @param costUsd of what has a price; `unpriced` answers are not in it
    /// @param gradingCostUsd of all judges' answers these executions were graded by, those from the
    ///     cache among them
    record Figures(
            int executions,
            int passed,
            int failed,
            int errors,
            int unknown,
            @Nullable Double passRate,
            @Nullable Double low,
            @Nullable Double high,
            @Nullable Double meanScore,
            @Nullable Double latencyP50Ms,
            @Nullable Double latencyP95Ms,
            BigDecimal costUsd,
            int unpriced,
            long promptTokens,
            long completionTokens,
            BigDecimal gradingCostUsd,
            long gradingPromptTokens,
            long gradingCompletionTokens) {

        static Figures of(RunSummary summary) {
            Optional<PassRate> rate = summary.passRate();
            return new Figures(
                    summary.executions(),
                    summary.passed(),
                    summary.failed(),
                    summary.errors(),
                    summary.unknown(),
                    rate.map(PassRate::rate).orElse(null),
                    rate.map(PassRate::low).orElse(null),
                    rate.map(PassRate::high).orElse(null),
                    summary.meanScore(),
                    summary.latencyP50Ms(),
                    summary.latencyP95Ms(),
                    summary.costUsd(),
                    summary.unpriced(),
                    summary.promptTokens(),
                    summary.completionTokens(),
                    summary.gradingCostUsd(),
                    summary.gradingPromptTokens(),
                    summary.gradingCompletionTokens());
        }
    }

    /// A column: which version on which model, and how it came out.
    record ColumnView(
            int number,
            String promptLabel,
            int version,
            String provider,
            @Nullable String providerLabel,
            String model,
            @Nullable Figures summary) {}

    static RunView of(
            Runs.Standing standing, @Nullable Figures summary, @Nullable List<ColumnView> columns) {
        var run = standing.run();
        var progress = standing.progress();
        return new RunView(
                run.id(),
                run.number(),
                run.state().word(),
                run.state() instanceof RunState.Failed failed ? failed.reason() : null,
                run.state() instanceof RunState.Held held ? held.limit().orElse(null) : null,
                run.state() instanceof RunState.Held held ? held.until().orElse(null) : null,
                run.suite(),
                run.suiteRevision(),
                run.repeats(),
                run.concurrency(),
                run.useCache(),
                run.onUnknown().word(),
                run.source(),
                run.given().orElse(null),
                run.estimate().costUsd(),
                run.estimate().unpriced(),
                run.budgetUsd(),
                run.total(),
                progress.passed(),
                progress.failed(),
                progress.errors(),
                progress.unknown(),
                progress.cached(),
                progress.maybeChargedTwice(),
                progress.unpriced(),
                progress.costUsd(),
                progress.gradingCostUsd(),
                progress.gradingUnpriced(),
                progress.gradingPromptTokens(),
                progress.gradingCompletionTokens(),
                progress.heldComparisons(),
                run.createdBy(),
                run.createdAt(),
                switch (run.state()) {
                    case RunState.Running _, RunState.Held _ -> null;
                    case RunState.Completed(var at) -> at;
                    case RunState.Cancelled(var at) -> at;
                    case RunState.Failed(var at, _) -> at;
                },
                summary,
                columns);
    }
}
