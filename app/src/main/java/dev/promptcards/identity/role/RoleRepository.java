package dev.promptcards.identity.role;

import dev.promptcards.identity.Permission;
import dev.promptcards.tenancy.UserId;
import dev.promptcards.tenancy.WorkspaceId;
import dev.promptcards.tenancy.WorkspaceTransactions;

import jakarta.inject.Singleton;

import org.jdbi.v3.core.Handle;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// The statements on `roles`.
@Singleton
public class RoleRepository {

    private record Row(
            String name, boolean builtIn, String description, String[] permissions, int members) {

        Role role() {
            return new Role(
                    name,
                    builtIn,
                    BuiltInRole.of(name).map(BuiltInRole::description).orElse(description),
                    Permission.allOf(permissions),
                    members);
        }
    }

    /// The built-in ones from the least to the most, then the workspace's own by name.
    List<Role> list(Handle handle, WorkspaceId workspace) {
        return handle.createQuery(
                        """
                        SELECT b.name, true AS built_in, '' AS description,
                               built_in_permissions(b.name) AS permissions,
                               (SELECT count(*) FROM workspace_members m
                                 WHERE m.workspace_id = :workspaceId AND m.role = b.name) AS members
                          FROM unnest(:builtIn) WITH ORDINALITY AS b (name, place)
                         UNION ALL
                        SELECT r.name, false, r.description, r.permissions,
                               (SELECT count(*) FROM workspace_members m
                                 WHERE m.workspace_id = :workspaceId AND m.role = r.name)
                          FROM (SELECT * FROM roles o WHERE o.workspace_id = :workspaceId
                                 ORDER BY o.name) r
                        """)
                .bind("workspaceId", workspace)
                .bindArray(
                        "builtIn",
                        String.class,
                        Arrays.stream(BuiltInRole.values()).map(BuiltInRole::word).toList())
                .mapTo(Row.class)
                .map(Row::role)
                .list();
    }

    /// What a role of that name holds, built-in or not; empty where there is none.
    public Optional<Set<Permission>> permissions(
            Handle handle, WorkspaceId workspace, String name) {
        return handle.createQuery(
                        """
                        SELECT coalesce((SELECT r.permissions FROM roles r
                                          WHERE r.workspace_id = :workspaceId AND r.name = :name),
                                        built_in_permissions(:name))
                        """)
                .bind("workspaceId", workspace)
                .bind("name", name)
                .mapTo(String[].class)
                .findOne()
                .map(Permission::allOf);
    }

    /// False where there is a role of that name.
    boolean insert(Handle handle, WorkspaceId workspace, RoleDraft draft) {
        return handle.createUpdate(
                                """
                                INSERT INTO roles (workspace_id, name, description, permissions)
                                VALUES (:workspaceId, :name, :description, :permissions)
                                    ON CONFLICT (workspace_id, name) DO NOTHING
                                """)
                        .bind("workspaceId", workspace)
                        .bind("name", draft.name())
                        .bind("description", draft.description())
                        .bindArray("permissions", String.class, words(draft.permissions()))
                        .execute()
                == 1;
    }

    void update(Handle handle, WorkspaceId workspace, RoleDraft draft) {
        handle.createUpdate(
                        """
                        UPDATE roles SET description = :description, permissions = :permissions,
                                         updated_at = now()
                         WHERE workspace_id = :workspaceId AND name = :name
                        """)
                .bind("workspaceId", workspace)
                .bind("name", draft.name())
                .bind("description", draft.description())
                .bindArray("permissions", String.class, words(draft.permissions()))
                .execute();
    }

    void delete(Handle handle, WorkspaceId workspace, String name) {
        handle.createUpdate("DELETE FROM roles WHERE workspace_id = :workspaceId AND name = :name")
                .bind("workspaceId", workspace)
                .bind("name", name)
                .execute();
    }

    /// The display names of those who have a role, at most so many, first comers first.
    List<String> holders(Handle handle, WorkspaceId workspace, String name, int most) {
        var people =
                handle.createQuery(
                                """
                                SELECT user_id FROM workspace_members
                                 WHERE workspace_id = :workspaceId AND role = :name
                                 ORDER BY added_at, user_id LIMIT :most
                                """)
                        .bind("workspaceId", workspace)
                        .bind("name", name)
                        .bind("most", most)
                        .mapTo(UserId.class)
                        .list();
        WorkspaceTransactions.bindPeople(handle, people);
        return handle.createQuery("SELECT display_name FROM users WHERE id = ANY (:people)")
                .bindArray("people", UserId.class, people)
                .mapTo(String.class)
                .list();
    }

    /// How many invitations to a role can still be accepted.
    int openInvitations(Handle handle, WorkspaceId workspace, String name) {
        return handle.createQuery(
                        """
                        SELECT count(*) FROM invitations
                         WHERE workspace_id = :workspaceId AND role = :name AND accepted_at IS NULL
                           AND revoked_at IS NULL AND expires_at > now()
                        """)
                .bind("workspaceId", workspace)
                .bind("name", name)
                .mapTo(int.class)
                .one();
    }

    private static List<String> words(Set<Permission> permissions) {
        return permissions.stream().sorted().map(Permission::word).toList();
    }
}
