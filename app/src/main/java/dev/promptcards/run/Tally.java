package dev.promptcards.run;

import dev.promptcards.queue.RunId;
import dev.promptcards.quota.Use;
import dev.promptcards.tenancy.WorkspaceId;

import org.jdbi.v3.core.Handle;

import java.math.BigDecimal;
import java.util.Collection;

/// What a batch of outcomes adds to a run's counters, in the transaction that stores them.
public record Tally(
        int passed,
        int failed,
        int errors,
        int unknown,
        int cached,
        int maybeChargedTwice,
        int unpriced,
        BigDecimal costUsd,
        long promptTokens,
        long completionTokens,
        BigDecimal gradingCostUsd,
        int gradingUnpriced,
        long gradingPromptTokens,
        long gradingCompletionTokens,
        int heldComparisons) {

    /// Sums up executions. An answer from the cache was paid for by an earlier run, so its cost and
    /// tokens are not added again; an answered try without a known price counts as unpriced. What
    /// an unknown outcome took is counted when it becomes another.
    public static Tally of(Collection<Execution> executions) {
        int passed = 0;
        int failed = 0;
        int errors = 0;
        int unknown = 0;
        int cached = 0;
        int unpriced = 0;
        long promptTokens = 0;
        long completionTokens = 0;
        var cost = BigDecimal.ZERO;
        var gradingCost = BigDecimal.ZERO;
        int gradingUnpriced = 0;
        long gradingPrompt = 0;
        long gradingCompletion = 0;
        for (var execution : executions) {
            switch (execution.outcome()) {
                case PASSED -> passed++;
                case FAILED -> failed++;
                case ERROR -> errors++;
                case UNKNOWN -> {
                    unknown++;
                    continue;
                }
            }
            var grading = execution.grading();
            gradingCost = gradingCost.add(grading.newCostUsd());
            gradingUnpriced += grading.newUnpriced();
            gradingPrompt += grading.newPromptTokens();
            gradingCompletion += grading.newCompletionTokens();
            if (execution.cached()) {
                cached++;
                continue;
            }
            var costUsd = execution.costUsd();
            if (costUsd != null) {
                cost = cost.add(costUsd);
            } else if (execution.output() != null) {
                unpriced++;
            }
            var prompt = execution.promptTokens();
            var completion = execution.completionTokens();
            promptTokens += prompt == null ? 0 : prompt;
            completionTokens += completion == null ? 0 : completion;
        }
        return new Tally(
                passed,
                failed,
                errors,
                unknown,
                cached,
                0,
                unpriced,
                cost,
                promptTokens,
                completionTokens,
                gradingCost,
                gradingUnpriced,
                gradingPrompt,
                gradingCompletion,
                0);
    }

    /// Requests about to be sent again although the first may have been billed.
    public static Tally chargedTwice(int count) {
        return outcomes(0, 0, 0, 0, count);
    }

    /// Outcomes that became others: how many more or, negative, fewer there are of each.
    public static Tally outcomes(
            int passed, int failed, int errors, int unknown, int maybeChargedTwice) {
        return new Tally(
                passed,
                failed,
                errors,
                unknown,
                0,
                maybeChargedTwice,
                0,
                BigDecimal.ZERO,
                0,
                0,
                BigDecimal.ZERO,
                0,
                0,
                0,
                0);
    }

    /// What a comparison made of the outcomes of its row, and what its judge took.
    public static Tally of(Comparison comparison) {
        int[] more = new int[Outcome.values().length];
        for (var change : comparison.changes()) {
            more[change.before().ordinal()]--;
            more[change.after().ordinal()]++;
        }
        var grading = comparison.grading();
        return new Tally(
                more[Outcome.PASSED.ordinal()],
                more[Outcome.FAILED.ordinal()],
                more[Outcome.ERROR.ordinal()],
                more[Outcome.UNKNOWN.ordinal()],
                0,
                0,
                0,
                BigDecimal.ZERO,
                0,
                0,
                grading.newCostUsd(),
                grading.newUnpriced(),
                grading.newPromptTokens(),
                grading.newCompletionTokens(),
                0);
    }

    /// Comparisons that are held or, negative, no longer are.
    public static Tally heldComparisons(int count) {
        return new Tally(
                0, 0, 0, 0, 0, 0, 0, BigDecimal.ZERO, 0, 0, BigDecimal.ZERO, 0, 0, 0, count);
    }

    /// What this has used of the workspace's limits.
    ///
    /// @param executions how many of the outcomes are new
    public Use use(int executions) {
        return new Use(executions, costUsd, gradingCostUsd, unpriced + gradingUnpriced);
    }

    /// Adds this to the counters and returns what they are now.
    public Progress addTo(Handle handle, WorkspaceId workspace, RunId run) {
        return RunRepository.bound(
                        handle.createQuery(
                                """
                                UPDATE run_progress
                                   SET passed = passed + :passed, failed = failed + :failed,
                                       errors = errors + :errors, unknown = unknown + :unknown,
                                       cached = cached + :cached,
                                       maybe_charged_twice = maybe_charged_twice + :maybeChargedTwice,
                                       unpriced = unpriced + :unpriced, cost_usd = cost_usd + :costUsd,
                                       prompt_tokens = prompt_tokens + :promptTokens,
                                       completion_tokens = completion_tokens + :completionTokens,
                                       grading_cost_usd = grading_cost_usd + :gradingCostUsd,
                                       grading_unpriced = grading_unpriced + :gradingUnpriced,
                                       grading_prompt_tokens = grading_prompt_tokens + :gradingPromptTokens,
                                       grading_completion_tokens = grading_completion_tokens
                                           + :gradingCompletionTokens,
                                       held_comparisons = held_comparisons + :heldComparisons
                                 WHERE workspace_id = :workspaceId AND run_id = :runId
                                RETURNING passed, failed, errors, unknown, cached, maybe_charged_twice,
                                       unpriced, cost_usd, prompt_tokens, completion_tokens, grading_cost_usd,
                                       grading_unpriced, grading_prompt_tokens,
                                       grading_completion_tokens, held_comparisons
                                """),
                        workspace,
                        run)
                .bindMethods(this)
                .mapTo(Progress.class)
                .one();
    }
}
