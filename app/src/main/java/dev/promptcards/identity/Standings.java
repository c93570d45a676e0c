package dev.promptcards.identity;

import dev.promptcards.tenancy.UserId;
import dev.promptcards.tenancy.WorkspaceId;

import org.jdbi.v3.core.Handle;

import java.util.EnumSet;

/// The statements a permission check is made of: one for a person, one for a command on the
/// server's machine.
final class Standings {

    /// The permission check. `workspaceId` and `userId` are bound; one row for a member who is not
    /// shut out.
    static final String OF_MEMBER =
            """
            SELECT m.role, coalesce(r.permissions, built_in_permissions(m.role)) AS permissions,
                   w.archived_at IS NOT NULL AS archived
              FROM workspace_members m
              JOIN users u ON u.id = :userId AND u.disabled_at IS NULL
              JOIN workspaces w ON w.id = :workspaceId
              LEFT JOIN roles r ON r.workspace_id = :workspaceId AND r.name = m.own_role
             WHERE m.workspace_id = :workspaceId AND m.user_id = :userId
            """;

    private Standings() {}

    private record Row(String role, String[] permissions, boolean archived) {}

    /// What `user` is in `workspace`; the transaction is bound to both.
    static Standing ofMember(Handle handle, WorkspaceId workspace, UserId user) {
        return handle.createQuery(OF_MEMBER)
                .bind("workspaceId", workspace)
                .bind("userId", user)
                .mapTo(Row.class)
                .findOne()
                .map(
                        row ->
                                Standing.of(
                                        row.role(),
                                        Permission.allOf(row.permissions()),
                                        row.archived()))
                .orElse(Standing.NONE);
    }

    /// What a command on the server's machine may do: everything.
    static Standing ofLocal(Handle handle, WorkspaceId workspace) {
        return handle.createQuery(
                        "SELECT archived_at IS NOT NULL FROM workspaces WHERE id = :workspaceId")
                .bind("workspaceId", workspace)
                .mapTo(boolean.class)
                .findOne()
                .map(archived -> Standing.of("", EnumSet.allOf(Permission.class), archived))
                .orElse(Standing.NONE);
    }
}
