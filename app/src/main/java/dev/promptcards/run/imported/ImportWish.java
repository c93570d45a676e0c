package dev.promptcards.run.imported;

import dev.promptcards.identity.Permission;
import dev.promptcards.problem.Problem;
import dev.promptcards.tenancy.WorkspaceId;

import java.util.Set;

/// What an import is asked for.
///
/// @param suite the slug of the suite whose cases were tried
/// @param file what the file is called; only told
/// @param may what the caller may do in the workspace
record ImportWish(WorkspaceId workspace, String suite, String file, Set<Permission> may) {

    /// @param why what the import does with it
    /// @throws Problem.Forbidden where the caller has not that permission
    void need(Permission permission, String why) {
        if (!may.contains(permission)) {
            throw new Problem.Forbidden(
                    "This import %s, which needs the permission `%s`. Ask one of the workspace's owners."
                            .formatted(why, permission));
        }
    }
}
