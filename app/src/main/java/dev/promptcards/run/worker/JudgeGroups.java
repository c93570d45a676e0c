package dev.promptcards.run.worker;

import dev.promptcards.queue.JudgeCalls;
import dev.promptcards.queue.JudgeCalls.Call;
import dev.promptcards.queue.QueuedRun;

import org.jdbi.v3.core.Handle;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/// What a transaction of the ledger writes about judges: a statement for each kind that is there.
final class JudgeGroups {

    private static final JudgeCalls.Intents NONE = new JudgeCalls.Intents(Set.of(), 0);

    private final List<Call> asked = new ArrayList<>();
    private final List<Call> answered = new ArrayList<>();
    private final List<Call> refused = new ArrayList<>();

    void add(Entry.Asks entry) {
        asked.add(entry.call());
    }

    void add(Entry.Answers entry) {
        answered.add(entry.call());
    }

    void add(Entry.Refuses entry) {
        refused.add(entry.call());
    }

    /// Intents that are to be committed; what is taken out of it does not leave.
    List<Call> asked() {
        return asked;
    }

    JudgeCalls.Intents write(Handle handle, QueuedRun run) {
        if (!answered.isEmpty()) {
            JudgeCalls.answered(handle, run, answered);
        }
        if (!refused.isEmpty()) {
            JudgeCalls.refused(handle, run, refused);
        }
        return asked.isEmpty() ? NONE : JudgeCalls.sent(handle, run, asked);
    }
}
