package dev.promptcards.run;

import dev.promptcards.queue.RunId;
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
        long completionTokens) {

    public static final Tally NONE = new Tally(0, 0, 0, 0, 0, 0, 0, BigDecimal.ZERO, 0, 0);

    /// Sums up executions. An answer from the cache was paid for by an earlier run, so its cost and
    /// tokens are not added again; an answered try without a known price counts as unpriced.
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
        for (var execution : executions) {
            switch (execution.outcome()) {
                case PASSED -> passed++;
                case FAILED -> failed++;
                case ERROR -> errors++;
                case UNKNOWN -> unknown++;
            }
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
                completionTokens);
    }

    /// Requests about to be sent again although the first may have been billed.
    public static Tally chargedTwice(int count) {
        return new Tally(0, 0, 0, 0, 0, count, 0, BigDecimal.ZERO, 0, 0);
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
                                       completion_tokens = completion_tokens + :completionTokens
                                 WHERE workspace_id = :workspaceId AND run_id = :runId
                                RETURNING passed, failed, errors, unknown, cached, maybe_charged_twice,
                                       unpriced, cost_usd, prompt_tokens, completion_tokens
                                """),
                        workspace,
                        run)
                .bindMethods(this)
                .mapTo(Progress.class)
                .one();
    }
}
