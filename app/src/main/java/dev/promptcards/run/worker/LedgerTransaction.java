package dev.promptcards.run.worker;

import dev.promptcards.queue.JudgeCalls;
import dev.promptcards.queue.QueueBatch;
import dev.promptcards.quota.Use;
import dev.promptcards.run.ComparedRows;
import dev.promptcards.run.Execution;
import dev.promptcards.run.RollUps;
import dev.promptcards.run.RunEnd;
import dev.promptcards.run.Settlement;
import dev.promptcards.run.Tally;
import dev.promptcards.tenancy.WorkspaceId;
import dev.promptcards.tenancy.WorkspaceTransactions;

import jakarta.inject.Singleton;

import org.jdbi.v3.core.Handle;

import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// One transaction of the ledger: a statement for each kind of entry and run, the counters, and the
/// run's end if that was its last item.
@Singleton
class LedgerTransaction {

    private final WorkspaceTransactions transactions;
    private final ResponseStore responses;
    private final RunEnd end;
    private final Brake brake;

    LedgerTransaction(
            WorkspaceTransactions transactions, ResponseStore responses, RunEnd end, Brake brake) {
        this.transactions = transactions;
        this.responses = responses;
        this.end = end;
        this.brake = brake;
    }

    sealed interface Result {
        /// @param answers one for each entry: was the item still ours
        record Committed(List<Boolean> answers) implements Result {}

        /// The database refuses what is in the batch.
        record Refused(RuntimeException cause) implements Result {}

        /// The database cannot be reached, or asks to try again.
        record Away(RuntimeException cause) implements Result {}
    }

    Result commit(WorkspaceId workspace, List<Entry> entries) {
        try {
            var answers =
                    transactions.inBatch(workspace, handle -> write(handle, workspace, entries));
            brake.stored(entries);
            return new Result.Committed(answers);
        } catch (RuntimeException e) {
            return isContent(e) ? new Result.Refused(e) : new Result.Away(e);
        }
    }

    private List<Boolean> write(Handle handle, WorkspaceId workspace, List<Entry> entries) {
        var byRun = new LinkedHashMap<RunPlan, Groups>();
        for (var entry : entries) {
            byRun.computeIfAbsent(entry.plan(), _ -> new Groups()).add(entry);
        }
        var written = new LinkedHashMap<RunPlan, Map<Class<? extends Entry>, Set<Integer>>>();
        stopWhatMayNotLeave(handle, workspace, byRun);
        var rollUps = new RollUps();
        byRun.forEach((plan, groups) -> written.put(plan, write(handle, plan, groups, rollUps)));
        // Last: all results of the workspace meet in these rows.
        byRun.values().stream()
                .map(g -> g.use)
                .reduce(Use.NONE, Use::plus)
                .addTo(handle, workspace);
        rollUps.write(handle, workspace);
        return entries.stream().map(entry -> isOurs(entry, written)).toList();
    }

    private void stopWhatMayNotLeave(
            Handle handle, WorkspaceId workspace, Map<RunPlan, Groups> byRun) {
        if (byRun.values().stream().noneMatch(Groups::bills)) {
            return;
        }
        var room = brake.of(handle, workspace);
        byRun.forEach(
                (plan, groups) -> {
                    if (groups.bills()) {
                        brake.apply(handle, plan, room, groups.sent, groups.judges.asked());
                    }
                });
    }

    private Map<Class<? extends Entry>, Set<Integer>> write(
            Handle handle, RunPlan plan, Groups groups, RollUps rollUps) {
        var run = plan.key();
        responses.store(handle, run.workspace(), groups.responses);
        var asked = groups.judges.write(handle, run);
        var sent =
                groups.sent.isEmpty()
                        ? Set.<Integer>of()
                        : QueueBatch.sent(handle, run, groups.sent);
        var returned =
                groups.returned.isEmpty()
                        ? Set.<Integer>of()
                        : QueueBatch.returned(handle, run, groups.returned);
        var settled =
                groups.settled.isEmpty()
                        ? Set.<Integer>of()
                        : Settlement.settle(handle, run, plan.run().createdAt(), groups.settled);
        var held =
                groups.held.isEmpty()
                        ? Set.<Integer>of()
                        : Settlement.hold(handle, run, plan.run().createdAt(), groups.held);
        count(handle, plan, groups, asked.again(), returned, settled, held);
        rollUps.add(handle, run, plan.run().createdAt(), settled);
        rollUps.add(handle, run, plan.run().createdAt(), held);
        groups.comparisons.forEach(entry -> compare(handle, plan, groups, entry, rollUps));
        return Map.of(
                Entry.Intent.class, sent,
                Entry.Asks.class, asked.items(),
                Entry.GoesBack.class, returned,
                Entry.Settles.class, settled,
                Entry.Holds.class, held);
    }

    private void count(
            Handle handle,
            RunPlan plan,
            Groups groups,
            int askedAgain,
            Set<Integer> returned,
            Set<Integer> settled,
            Set<Integer> held) {
        int again =
                askedAgain
                        + (int)
                                groups.returned.stream()
                                        .filter(
                                                item ->
                                                        !item.refused()
                                                                && returned.contains(item.number()))
                                        .count();
        var outcomes =
                java.util.stream.Stream.concat(
                                groups.settled.stream().filter(e -> settled.contains(e.number())),
                                groups.held.stream().filter(e -> held.contains(e.number())))
                        .toList();
        var run = plan.key();
        if (again > 0) {
            Tally.chargedTwice(again).addTo(handle, run.workspace(), run.run());
        }
        var judged =
                groups.settled.stream()
                        .filter(e -> e.grading().asked() && settled.contains(e.number()))
                        .map(Execution::number)
                        .toList();
        if (!judged.isEmpty()) {
            JudgeCalls.forget(handle, run, judged);
        }
        if (!outcomes.isEmpty()) {
            var tally = Tally.of(outcomes);
            groups.use = groups.use.plus(tally.use(outcomes.size()));
            var progress = tally.addTo(handle, run.workspace(), run.run());
            end.endIfSettled(handle, run.workspace(), plan.run(), progress);
        }
    }

    /// One by one: there is a comparison a row at most, and each waits for a judge.
    private void compare(Handle handle, RunPlan plan, Groups groups, Entry entry, RollUps rollUps) {
        var run = plan.key();
        var createdAt = plan.run().createdAt();
        var tally =
                switch (entry) {
                    case Entry.Compares(_, var comparison, _)
                            when ComparedRows.settle(
                                    handle, run, createdAt, comparison, rollUps) -> {
                        JudgeCalls.forget(handle, run, List.of(comparison.number()));
                        yield Optional.of(Tally.of(comparison));
                    }
                    case Entry.HoldsComparison(_, var item, var what, _)
                            when ComparedRows.hold(
                                    handle, run, item.number(), item.fence(), what) ->
                            Optional.of(Tally.heldComparisons(1));
                    default -> Optional.<Tally>empty();
                };
        tally.ifPresent(
                more -> {
                    groups.use = groups.use.plus(more.use(0));
                    end.endIfSettled(
                            handle,
                            run.workspace(),
                            plan.run(),
                            more.addTo(handle, run.workspace(), run.run()));
                });
    }

    private static boolean isOurs(
            Entry entry, Map<RunPlan, Map<Class<? extends Entry>, Set<Integer>>> written) {
        var numbers = written.get(entry.plan());
        return switch (entry) {
            case Entry.Response _,
                    Entry.Answers _,
                    Entry.Refuses _,
                    Entry.Compares _,
                    Entry.HoldsComparison _ ->
                    true;
            case Entry.Asks e -> has(numbers, e, e.call().number());
            case Entry.Intent e -> has(numbers, e, e.item().number());
            case Entry.GoesBack e -> has(numbers, e, e.item().number());
            case Entry.Settles e -> has(numbers, e, e.execution().number());
            case Entry.Holds e -> has(numbers, e, e.execution().number());
        };
    }

    private static boolean has(
            @org.jspecify.annotations.Nullable Map<Class<? extends Entry>, Set<Integer>> numbers,
            Entry entry,
            int number) {
        return numbers != null && numbers.getOrDefault(entry.getClass(), Set.of()).contains(number);
    }

    /// Classes 21, 22 and 23 of SQLSTATE speak of the data itself; the rest of the world may pass.
    static boolean isContent(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLException sql && sql.getSQLState() != null) {
                var state = sql.getSQLState();
                return state.startsWith("21")
                        || state.startsWith("22")
                        || state.startsWith("23")
                        || state.startsWith("42")
                        || state.startsWith("54");
            }
        }
        return false;
    }
}
