package dev.promptcards.run.worker;

import dev.promptcards.queue.ClaimedItem;
import dev.promptcards.queue.JudgeCalls;
import dev.promptcards.queue.QueueBatch;
import dev.promptcards.run.Comparison;
import dev.promptcards.run.Execution;
import dev.promptcards.tenancy.WorkspaceId;

import jakarta.annotation.PreDestroy;
import jakarta.inject.Singleton;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Function;

/// Commits intents, answers and outcomes of many items in flight together: one transaction a
/// workspace for all that came up while the last one was being committed. Durability then costs a
/// few milliseconds of waiting and next to no throughput.
@Singleton
class Ledger implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Ledger.class);
    private static final int GROUP = 1000;
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(2);

    private final LedgerTransaction transaction;
    private final Batcher<Entry> batcher;

    Ledger(LedgerTransaction transaction) {
        this.transaction = transaction;
        this.batcher = new Batcher<>("ledger", GROUP, this::commit);
    }

    /// True once it is committed that a request may leave.
    boolean sent(RunPlan plan, QueueBatch.Sent item) {
        return await(f -> new Entry.Intent(plan, item, f));
    }

    void response(RunPlan plan, byte[] hash, byte[] body, long latencyMillis) {
        await(f -> new Entry.Response(plan, hash, body, latencyMillis, f));
    }

    /// True once it is committed that a question may leave for a judge.
    boolean asks(RunPlan plan, JudgeCalls.Call call) {
        return await(f -> new Entry.Asks(plan, call, f));
    }

    void answers(RunPlan plan, JudgeCalls.Call call, byte[] body, long latencyMillis) {
        await(f -> new Entry.Answers(plan, call, body, latencyMillis, f));
    }

    void refused(RunPlan plan, JudgeCalls.Call call) {
        await(f -> new Entry.Refuses(plan, call, f));
    }

    void returned(RunPlan plan, QueueBatch.Returned item) {
        await(f -> new Entry.GoesBack(plan, item, f));
    }

    void settled(RunPlan plan, Execution execution) {
        storable(
                plan,
                f -> new Entry.Settles(plan, execution, f),
                f -> new Entry.Settles(plan, execution.unstorable(), f));
    }

    void held(RunPlan plan, Execution execution) {
        storable(
                plan,
                f -> new Entry.Holds(plan, execution, f),
                f -> new Entry.Holds(plan, execution.unstorable(), f));
    }

    void compared(RunPlan plan, Comparison comparison) {
        storable(
                plan,
                f -> new Entry.Compares(plan, comparison, f),
                f -> new Entry.Compares(plan, comparison.unstorable(), f));
    }

    void held(RunPlan plan, ClaimedItem comparison, String what) {
        await(f -> new Entry.HoldsComparison(plan, comparison, StoredText.of(what), f));
    }

    /// An outcome the database refuses to store is replaced by one that says so: else its item
    /// would come again, and its run never end.
    private void storable(
            RunPlan plan,
            Function<CompletableFuture<Boolean>, Entry> entry,
            Function<CompletableFuture<Boolean>, Entry> instead) {
        try {
            await(entry);
        } catch (CompletionException e) {
            if (!(e.getCause() instanceof Refused refused)) {
                throw e;
            }
            LOG.warn(
                    "run {}: an outcome cannot be stored, SQL state {}",
                    plan.key().run(),
                    refused.state());
            await(instead);
        }
    }

    private boolean await(Function<CompletableFuture<Boolean>, Entry> entry) {
        var committed = new CompletableFuture<Boolean>();
        batcher.add(entry.apply(committed));
        return committed.join();
    }

    private void commit(List<Entry> batch) {
        var byWorkspace = new LinkedHashMap<WorkspaceId, List<Entry>>();
        for (var entry : batch) {
            byWorkspace
                    .computeIfAbsent(entry.plan().key().workspace(), _ -> new ArrayList<>())
                    .add(entry);
        }
        byWorkspace.forEach(this::commitUntilItStands);
    }

    /// A database that is away comes back: until then nothing is dropped. Saying a thing twice is
    /// harmless, since every statement names the fence. A batch the database refuses for what is in
    /// it is committed entry by entry, so that only the culprit fails.
    private void commitUntilItStands(WorkspaceId workspace, List<Entry> entries) {
        long pause = 50;
        while (true) {
            switch (transaction.commit(workspace, entries)) {
                case LedgerTransaction.Result.Committed(var answers) -> {
                    for (int i = 0; i < entries.size(); i++) {
                        entries.get(i).committed().complete(answers.get(i));
                    }
                    return;
                }
                case LedgerTransaction.Result.Refused(var cause) -> {
                    if (entries.size() == 1) {
                        entries.getFirst().committed().completeExceptionally(new Refused(cause));
                    } else {
                        entries.forEach(entry -> commitUntilItStands(workspace, List.of(entry)));
                    }
                    return;
                }
                case LedgerTransaction.Result.Away(var cause) -> {
                    LOG.warn("the database is away, trying again: {}", cause.getMessage());
                    if (!paused(pause)) {
                        entries.forEach(entry -> entry.committed().completeExceptionally(cause));
                        return;
                    }
                    pause = Math.min(pause * 2, LONGEST_PAUSE.toMillis());
                }
            }
        }
    }

    /// The database refuses what is in an entry.
    private static final class Refused extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Refused(RuntimeException cause) {
            super(cause);
        }

        /// What is refused, without the statement and what was bound to it: those hold outputs.
        String state() {
            for (Throwable cause = getCause(); cause != null; cause = cause.getCause()) {
                if (cause instanceof SQLException sql) {
                    return String.valueOf(sql.getSQLState());
                }
            }
            return "unknown";
        }
    }

    private static boolean paused(long millis) {
        try {
            Thread.sleep(millis);
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    @Override
    @PreDestroy
    public void close() {
        batcher.close();
    }
}
