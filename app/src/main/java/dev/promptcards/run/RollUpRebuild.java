package dev.promptcards.run;

import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/// Makes roll-ups anew from single executions. Nothing asks for it but doubt: they are kept with
/// every result.
///
/// @param workspace the slug of the only one; all where empty
/// @param from the first day (UTC); from the beginning where null
/// @param to the last day; to the end where null
public record RollUpRebuild(
        Optional<String> workspace, @Nullable LocalDate from, @Nullable LocalDate to) {

    /// @param runs whose executions were counted
    public record Done(int workspaces, int runs) {}

    /// A transaction a workspace; whoever stores results of it waits meanwhile.
    ///
    /// @param owner connects as the role that owns the schema
    public Done run(Jdbi owner) {
        var workspaces = workspaces(owner);
        int runs = workspaces.stream().mapToInt(id -> rebuild(owner, id)).sum();
        return new Done(workspaces.size(), runs);
    }

    /// The owner is held to row-level security too, and sees no workspace it is not bound to.
    private List<UUID> workspaces(Jdbi owner) {
        return owner.inTransaction(
                handle -> {
                    handle.execute("SET LOCAL ROLE promptcards_searcher");
                    return handle.createQuery(
                                    """
                                    SELECT id FROM workspaces
                                     WHERE :slug::text IS NULL OR slug = :slug ORDER BY slug
                                    """)
                            .bind("slug", workspace.orElse(null))
                            .mapTo(UUID.class)
                            .list();
                });
    }

    private int rebuild(Jdbi owner, UUID id) {
        return owner.inTransaction(
                handle -> {
                    handle.execute("SELECT bind_workspace(?)", id);
                    return handle.createQuery("SELECT rebuild_rollups(:id, :from::date, :to::date)")
                            .bind("id", id)
                            .bind("from", from)
                            .bind("to", to)
                            .mapTo(Integer.class)
                            .one();
                });
    }
}
