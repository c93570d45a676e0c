package dev.promptcards.run;

import dev.promptcards.queue.QueuedRun;
import dev.promptcards.tenancy.WorkspaceId;

import org.jdbi.v3.core.Handle;

import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/// What one transaction changes of the workspace's roll-ups (`docs/rollups.md`). Whoever stores
/// executions says [#add] afterwards; whoever changes or deletes some says [#remove] before and, of
/// those changed, [#add] after; [#write] comes last, since all results of a workspace meet in one
/// row of the day.
///
/// What executions add up to is asked of the database as rows in PostgreSQL's own notation and
/// handed back to it: what counts as what is said in one place, the function `rollups_of`.
public final class RollUps {

    private final List<String> changes = new ArrayList<>();

    /// Counts stored executions in.
    ///
    /// @param createdAt when their run was enqueued
    /// @param numbers of their items; those without an execution count nothing
    public void add(Handle handle, QueuedRun run, Instant createdAt, Collection<Integer> numbers) {
        read(handle, run, createdAt, numbers, 1);
    }

    /// Counts executions out as they are now, and locks them until the transaction ends.
    public void remove(
            Handle handle, QueuedRun run, Instant createdAt, Collection<Integer> numbers) {
        read(handle, run, createdAt, numbers, -1);
    }

    /// Writes all of it, under the locks of the rows concerned: after everything else but the audit
    /// log.
    public void write(Handle handle, WorkspaceId workspace) {
        if (changes.isEmpty()) {
            return;
        }
        handle.createQuery(
                        """
                        SELECT roll_up(:workspaceId, ARRAY(
                            SELECT c FROM unnest(:changes::text[]) t, unnest(t::execution_rollups[]) c))
                        """)
                .bind("workspaceId", workspace.value())
                .bindArray("changes", String.class, changes)
                .mapTo(Integer.class)
                .one();
        changes.clear();
    }

    private void read(
            Handle handle,
            QueuedRun run,
            Instant createdAt,
            Collection<Integer> numbers,
            int sign) {
        if (numbers.isEmpty()) {
            return;
        }
        changes.add(
                handle.createQuery(
                                """
                                SELECT ARRAY(SELECT r FROM rollups_of(:workspaceId, :createdAt, :runId,
                                                                      :numbers::integer[], :sign) r)::text
                                """)
                        .bind("workspaceId", run.workspace().value())
                        .bind("createdAt", createdAt.atOffset(ZoneOffset.UTC))
                        .bind("runId", run.run().value())
                        .bindArray("numbers", Integer.class, numbers)
                        .bind("sign", sign)
                        .mapTo(String.class)
                        .one());
    }
}
