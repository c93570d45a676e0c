package dev.promptcards.run;

import dev.promptcards.queue.RunId;
import dev.promptcards.tenancy.NewId;
import dev.promptcards.tenancy.WorkspaceId;

import org.jdbi.v3.core.Handle;

import java.time.Instant;
import java.util.List;
import java.util.UUID;

/// The step log of a run: what happened when, written in the transaction in which it happened.
public final class RunEvents {

    /// @param id time-ordered: sorting by it gives the order of things
    /// @param kind `started`, `held`, `completed`, `cancelled`, `failed`, `resumed`,
    ///     `errors_retried`, `imported`
    /// @param detail JSON
    public record RunEvent(UUID id, String kind, String detail, Instant createdAt) {}

    private RunEvents() {}

    public static void add(
            Handle handle, WorkspaceId workspace, RunId run, String kind, String detail) {
        RunRepository.bound(
                        handle.createUpdate(
                                """
                                INSERT INTO run_events (workspace_id, run_id, id, kind, detail)
                                VALUES (:workspaceId, :runId, :id, :kind, :detail::jsonb)
                                """),
                        workspace,
                        run)
                .bind("id", NewId.next())
                .bind("kind", kind)
                .bind("detail", detail)
                .execute();
    }

    static List<RunEvent> after(Handle handle, WorkspaceId workspace, RunId run, UUID last) {
        return RunRepository.bound(
                        handle.createQuery(
                                """
                                SELECT id, kind, detail::text AS detail, created_at FROM run_events
                                 WHERE workspace_id = :workspaceId AND run_id = :runId
                                   AND id > :last
                                 ORDER BY id LIMIT 1000
                                """),
                        workspace,
                        run)
                .bind("last", last)
                .mapTo(RunEvent.class)
                .list();
    }
}
