package dev.promptcards.tenancy;

import jakarta.inject.Singleton;

import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.transaction.TransactionIsolationLevel;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.Function;

/// Opens transactions that see one workspace. This is the only class that calls `bind_workspace`
/// and `bind_people`.
@Singleton
public class WorkspaceTransactions {

    /// Settings of this transaction alone. Compiling a statement (jit) takes longer than it saves.
    private static final String READING =
            """
            SELECT bind_workspace(:id),
                   set_config('transaction_read_only', 'on', true),
                   set_config('statement_timeout', :limit, true),
                   set_config('plan_cache_mode', 'force_custom_plan', true),
                   set_config('work_mem', '64MB', true),
                   set_config('jit', 'off', true)
            """;

    private final Jdbi jdbi;

    public WorkspaceTransactions(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    /// Runs `work` in a transaction bound to `workspace` and commits it; an exception rolls it
    /// back. Row-level security shows and accepts rows of that workspace only. Every statement
    /// names the workspace besides (`workspace_id = :workspaceId`): then the policy is evaluated
    /// once and not once a row.
    public <T> T inWorkspace(WorkspaceId workspace, Function<Handle, T> work) {
        return jdbi.inTransaction(
                handle -> {
                    bind(handle, workspace);
                    return work.apply(handle);
                });
    }

    /// The same for statements that are handed many rows at a time. Each is planned for as many as
    /// they are: a plan made once for any number compares each row with each, and takes sixteen
    /// times as long with a thousand (`bench/ledger`).
    public <T> T inBatch(WorkspaceId workspace, Function<Handle, T> work) {
        return jdbi.inTransaction(
                handle -> {
                    handle.createQuery(
                                    """
                                    SELECT bind_workspace(:id),
                                           set_config('plan_cache_mode', 'force_custom_plan', true)
                                    """)
                            .bind("id", workspace.value())
                            .mapTo(String.class)
                            .findOne();
                    return work.apply(handle);
                });
    }

    /// The same for reading with several statements what was there at one moment.
    public <T> T inSnapshot(WorkspaceId workspace, Function<Handle, T> work) {
        return jdbi.inTransaction(
                TransactionIsolationLevel.REPEATABLE_READ,
                handle -> {
                    bind(handle, workspace);
                    return work.apply(handle);
                });
    }

    /// Runs `work`, which only reads what was there at one moment, in a transaction bound to
    /// `workspace`. A statement of it that takes longer than `limit` is cancelled (SQLSTATE 57014).
    /// Plans are made for the values at hand: these statements are few and long, and what suits one
    /// workspace does not suit another.
    public <T> T reading(WorkspaceId workspace, Duration limit, Function<Handle, T> work) {
        return jdbi.inTransaction(
                TransactionIsolationLevel.REPEATABLE_READ,
                handle -> {
                    handle.createQuery(READING)
                            .bind("id", workspace.value())
                            .bind("limit", Long.toString(limit.toMillis()))
                            .mapTo(String.class)
                            .findOne();
                    return work.apply(handle);
                });
    }

    /// The same, and the row of `user` is seen besides.
    public <T> T inWorkspace(WorkspaceId workspace, UserId user, Function<Handle, T> work) {
        return jdbi.inTransaction(
                handle -> {
                    handle.createQuery("SELECT bind_workspace(:id), bind_people(:people)")
                            .bind("id", workspace.value())
                            .bindArray("people", UserId.class, user)
                            .mapTo(String.class)
                            .findOne();
                    return work.apply(handle);
                });
    }

    /// Runs `work` in one workspace after the other, within one transaction; each time the rows of
    /// that one workspace are seen.
    public <T> List<T> inEach(
            List<WorkspaceId> workspaces, BiFunction<Handle, WorkspaceId, T> work) {
        return jdbi.inTransaction(
                handle ->
                        workspaces.stream()
                                .map(
                                        workspace -> {
                                            bind(handle, workspace);
                                            return work.apply(handle, workspace);
                                        })
                                .toList());
    }

    /// The same for what belongs to one person and to no workspace: the rows of `user` are seen.
    public <T> T asUser(UserId user, Function<Handle, T> work) {
        return jdbi.inTransaction(
                handle -> {
                    bindPeople(handle, List.of(user));
                    return work.apply(handle);
                });
    }

    /// Lets a transaction see the rows of these people, besides those of its workspace.
    public static void bindPeople(Handle handle, Collection<UserId> people) {
        handle.createQuery("SELECT bind_people(:people)")
                .bindArray("people", UserId.class, people.toArray())
                .mapTo(String.class)
                .findOne();
    }

    /// Makes a transaction see another workspace from here on, in place of the one it saw: for what
    /// is done in two at once.
    public static void turnTo(Handle handle, WorkspaceId workspace) {
        bind(handle, workspace);
    }

    /// Runs a statement that belongs to no workspace: a narrow definer function that returns ids.
    public <T> T outsideWorkspaces(Function<Handle, T> work) {
        return jdbi.inTransaction(work::apply);
    }

    private static void bind(Handle handle, WorkspaceId workspace) {
        handle.createQuery("SELECT bind_workspace(:id)")
                .bind("id", workspace.value())
                .mapTo(String.class)
                .findOne();
    }
}
