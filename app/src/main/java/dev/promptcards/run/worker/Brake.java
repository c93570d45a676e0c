package dev.promptcards.run.worker;

import dev.promptcards.queue.JudgeCalls;
import dev.promptcards.queue.QueueBatch;
import dev.promptcards.quota.Limits;
import dev.promptcards.quota.Room;
import dev.promptcards.run.RunBudget;
import dev.promptcards.run.RunEnd;
import dev.promptcards.tenancy.WorkspaceId;

import jakarta.inject.Singleton;

import org.jdbi.v3.core.Handle;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/// Stops calls that bill before their intent is committed, once a limit of the workspace or the
/// run's own budget is reached. Their items go back to the queue, so whoever wanted to call finds
/// that the item is no longer theirs.
@Singleton
final class Brake {

    private static final String BACK = "a limit is reached";

    private static final Duration BELIEVED = Duration.ofSeconds(1);

    private final Limits limits;
    private final Unsettled unsettled;
    private final RunEnd end;
    private final Map<WorkspaceId, Long> unlimited = new ConcurrentHashMap<>();

    Brake(Limits limits, Unsettled unsettled, RunEnd end) {
        this.limits = limits;
        this.unsettled = unsettled;
        this.end = end;
    }

    /// The room all runs of a workspace have. That it has no limits is believed for a second.
    Room of(Handle handle, WorkspaceId workspace) {
        var until = unlimited.get(workspace);
        if (until != null && System.nanoTime() - until < 0) {
            return new Room.Unlimited();
        }
        var room = limits.room(handle, workspace, unsettled.of(workspace));
        if (room instanceof Room.Unlimited) {
            unlimited.put(workspace, System.nanoTime() + BELIEVED.toNanos());
        } else {
            unlimited.remove(workspace);
        }
        return room;
    }

    /// The room one run has, which may have a budget.
    private Room of(Handle handle, RunPlan plan, Room ofWorkspace) {
        if (plan.run().budgetUsd() == null || ofWorkspace instanceof Room.None) {
            return ofWorkspace;
        }
        var ofRun = RunBudget.read(handle, plan.key()).room(unsettled.of(plan.key()));
        return ofRun instanceof Room.Left ? ofWorkspace : ofRun;
    }

    /// What is stored is counted there and is unsettled no longer. Told by the thread that commits,
    /// so that nothing is counted twice when it looks for room.
    void stored(List<Entry> entries) {
        for (var entry : entries) {
            switch (entry) {
                case Entry.Settles(var plan, var execution, _) ->
                        unsettled.forget(plan, execution.number());
                case Entry.Holds(var plan, var execution, _) ->
                        unsettled.forget(plan, execution.number());
                case Entry.Compares(var plan, var comparison, _) ->
                        unsettled.forget(plan, comparison.number());
                case Entry.HoldsComparison(var plan, var item, _, _) ->
                        unsettled.forget(plan, item.number());
                case Entry.Intent _,
                        Entry.Response _,
                        Entry.Asks _,
                        Entry.Answers _,
                        Entry.Refuses _,
                        Entry.GoesBack _ -> {}
            }
        }
    }

    /// Puts back what may not leave and holds the run. What may leave stays in the given lists.
    void apply(
            Handle handle,
            RunPlan plan,
            Room ofWorkspace,
            List<QueueBatch.Sent> intents,
            List<JudgeCalls.Call> questions) {
        if (!(of(handle, plan, ofWorkspace) instanceof Room.None)) {
            return;
        }
        var workspace = plan.key().workspace();
        if (end.hold(
                handle, workspace, plan.run(), () -> of(handle, plan, of(handle, workspace)))) {
            var items = new ArrayList<>(items(intents));
            questions.stream()
                    .map(call -> new Item(call.number(), call.fence()))
                    .forEach(items::add);
            putBack(handle, plan, items);
            intents.clear();
            questions.clear();
        }
    }

    private record Item(int number, int fence) {}

    private static List<Item> items(List<QueueBatch.Sent> intents) {
        return intents.stream().map(sent -> new Item(sent.number(), sent.fence())).toList();
    }

    /// An item may ask several judges at once.
    private static void putBack(Handle handle, RunPlan plan, Collection<Item> items) {
        var returned =
                items.stream()
                        .distinct()
                        .map(
                                item ->
                                        new QueueBatch.Returned(
                                                item.number(), item.fence(), 0, false, BACK))
                        .toList();
        if (!returned.isEmpty()) {
            QueueBatch.returned(handle, plan.key(), returned);
        }
    }
}
