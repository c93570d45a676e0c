package dev.promptcards.identity;

import dev.promptcards.problem.Problem;
import dev.promptcards.tenancy.WorkspaceId;

import org.jdbi.v3.core.Handle;

import java.util.UUID;

/// Lets changes of one workspace's members, roles and life follow each other: who makes one takes
/// this first, and reads afterwards. Rows that merely refer to the workspace are added meanwhile.
public final class WorkspaceLock {

    private WorkspaceLock() {}

    /// Waits for other changes of `workspace` to end, and holds it until the transaction ends.
    public static void take(Handle handle, WorkspaceId workspace) {
        boolean there =
                handle.createQuery(
                                "SELECT id FROM workspaces WHERE id = :workspaceId FOR NO KEY"
                                        + " UPDATE")
                        .bind("workspaceId", workspace)
                        .mapTo(UUID.class)
                        .findOne()
                        .isPresent();
        if (!there) {
            throw new Problem.NotFound("There is no such workspace.");
        }
    }
}
