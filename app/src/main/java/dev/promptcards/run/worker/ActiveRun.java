package dev.promptcards.run.worker;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.promptcards.queue.ClaimedItem;
import dev.promptcards.queue.NumberRange;
import dev.promptcards.queue.Queue;
import dev.promptcards.run.WorkSignal;
import dev.promptcards.suite.CaseRepository;
import dev.promptcards.suite.TestCase;
import dev.promptcards.tenancy.WorkspaceTransactions;

import org.jdbi.v3.core.Handle;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/// A run this worker is carrying out, and the items it holds of it.
final class ActiveRun {

    private static final int LARGEST_CLAIM = 500;
    private static final int WINDOW = 2048;
    private static final ObjectNode NOTHING = JsonNodeFactory.instance.objectNode();

    private final RunPlan plan;
    private final RunGate gate;
    private final ItemWork work;
    private final Comparing comparing;
    private final CaseRepository cases;
    private final WorkspaceTransactions transactions;
    private final WorkSignal signal;
    private final SerialMemory memory;
    private final Faults faults;
    private int next;
    private final Map<Integer, ClaimedItem> held = new ConcurrentHashMap<>();

    ActiveRun(
            RunPlan plan,
            ItemWork work,
            Comparing comparing,
            CaseRepository cases,
            WorkspaceTransactions transactions,
            WorkSignal signal) {
        this.plan = plan;
        this.gate = new RunGate(plan);
        this.work = work;
        this.comparing = comparing;
        this.cases = cases;
        this.transactions = transactions;
        this.signal = signal;
        this.memory = new SerialMemory(plan, transactions);
        this.faults = new Faults(plan.key());
    }

    RunPlan plan() {
        return plan;
    }

    boolean isIdle() {
        return held.isEmpty();
    }

    /// Claims as many items as there is room for, and sets them to work; tells whether it got any.
    /// Waits until a quarter of the room is free, so that a claim is worth its statement.
    boolean feed(Duration lease, boolean reclaim) {
        int room = gate.capacity() - held.size();
        if (room < Math.max(1, gate.capacity() / 4) && !reclaim) {
            return false;
        }
        var items =
                transactions.inWorkspace(
                        plan.key().workspace(),
                        handle -> {
                            var claimed = new java.util.ArrayList<ClaimedItem>();
                            if (reclaim) {
                                claimed.addAll(Queue.reclaim(handle, plan.key(), lease));
                            }
                            claim(
                                    handle,
                                    claimed,
                                    Math.min(room - claimed.size(), LARGEST_CLAIM),
                                    lease);
                            return claimed;
                        });
        if (items.isEmpty()) {
            return false;
        }
        var inputs = inputs(items);
        for (var item : items) {
            held.put(item.number(), item);
            var input = java.util.Objects.requireNonNull(inputs.get(item.casePosition()));
            Thread.startVirtualThread(() -> carryOut(item, input));
        }
        return true;
    }

    /// Goes through the run window by window, from where the last claim ended, and begins anew at
    /// its end: items that came back are met again on the next round.
    private void claim(Handle handle, List<ClaimedItem> claimed, int limit, Duration lease) {
        int wanted = claimed.size() + limit;
        if (plan.run().serial()) {
            if (held.isEmpty() && claimed.isEmpty()) {
                claimed.addAll(Queue.claimFirst(handle, plan.key(), plan.run().grid(), lease));
            }
            if (held.isEmpty() && claimed.isEmpty()) {
                claimComparisons(handle, claimed, wanted, lease);
            }
            return;
        }
        for (int passed = 0; passed < plan.run().grid() && claimed.size() < wanted; ) {
            // Beyond the grid stand the comparisons.
            var window = new NumberRange(next, Math.min(next + WINDOW, plan.run().grid()) - 1);
            var got = Queue.claim(handle, plan.key(), window, wanted - claimed.size(), lease);
            claimed.addAll(got);
            if (claimed.size() < wanted) {
                passed += WINDOW;
                next = next + WINDOW < plan.run().grid() ? next + WINDOW : 0;
            }
        }
        claimComparisons(handle, claimed, wanted, lease);
    }

    /// Comparisons come when a run has nothing else to give: most of their rows have settled then.
    private void claimComparisons(
            Handle handle, List<ClaimedItem> claimed, int wanted, Duration lease) {
        if (plan.run().comparing() && claimed.size() < wanted) {
            claimed.addAll(
                    Queue.claimComparisons(
                            handle,
                            plan.key(),
                            plan.run().grid(),
                            plan.columns().size(),
                            wanted - claimed.size(),
                            lease));
        }
    }

    private Map<Integer, CaseInput> inputs(List<ClaimedItem> items) {
        var positions = items.stream().map(ClaimedItem::casePosition).collect(Collectors.toSet());
        var run = plan.run();
        var read =
                transactions.inWorkspace(
                        plan.key().workspace(),
                        handle ->
                                cases.at(
                                        handle,
                                        plan.key().workspace(),
                                        run.suiteId(),
                                        run.suiteRevision(),
                                        positions));
        var inputs = new HashMap<Integer, CaseInput>();
        for (TestCase testCase : read) {
            inputs.put(testCase.position(), CaseInput.of(testCase, plan.defaults()));
        }
        return inputs;
    }

    private void carryOut(ClaimedItem item, CaseInput input) {
        try {
            tryOut(item, input);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            held.remove(item.number(), item);
            if (held.size() <= gate.capacity() * 3 / 4) {
                signal.raise();
            }
        }
    }

    /// A stack that overflows is a fault like another: the thread's, and nobody else's.
    private void tryOut(ClaimedItem item, CaseInput input) throws InterruptedException {
        try {
            if (item.comparison()) {
                comparing.carryOut(gate, item, input);
            } else {
                work.carryOut(gate, item, input, known(item, input));
            }
        } catch (RuntimeException | Error fault) {
            faults.of(item, fault).ifPresent(error -> end(item, input, error));
        }
    }

    private void end(ClaimedItem item, CaseInput input, String error) {
        try {
            if (item.comparison()) {
                comparing.fail(plan, item, error);
            } else {
                work.fail(plan, item, input, error);
            }
        } catch (RuntimeException | Error fault) {
            // Logged; the item comes again.
            faults.of(item, fault);
        }
    }

    private ObjectNode known(ClaimedItem item, CaseInput input) {
        return plan.run().serial() ? memory.before(item, input) : NOTHING;
    }

    /// The run is over, or held, and none of its items is in work.
    void end() {
        work.end(plan);
    }

    /// Lets what is under way come to its end, and nothing else begin.
    void stop() {
        gate.close();
    }

    void renewLeases(Duration lease) {
        var items = List.copyOf(held.values());
        if (items.isEmpty()) {
            return;
        }
        var numbers = items.stream().mapToInt(ClaimedItem::number).toArray();
        var fences = items.stream().mapToInt(ClaimedItem::fence).toArray();
        transactions.inWorkspace(
                plan.key().workspace(),
                handle -> {
                    Queue.renew(handle, plan.key(), numbers, fences, lease);
                    return items;
                });
    }
}
