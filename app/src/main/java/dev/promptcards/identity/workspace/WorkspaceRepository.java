package dev.promptcards.identity.workspace;

import dev.promptcards.tenancy.UserId;
import dev.promptcards.tenancy.WorkspaceId;

import jakarta.inject.Singleton;

import org.jdbi.v3.core.Handle;

import java.util.List;
import java.util.Optional;

/// The statements on `workspaces`.
@Singleton
class WorkspaceRepository {

    /// The workspace the transaction is bound to, as `user` sees it, or a command on the server's
    /// machine.
    Optional<Workspace> find(Handle handle, WorkspaceId workspace, Optional<UserId> user) {
        return handle.createQuery(
                        """
                        SELECT w.id, w.slug, w.name, w.search_language, w.created_at, w.archived_at, m.role,
                               m.role IS NULL OR 'workspace.archive' = ANY (
                                   coalesce(r.permissions, built_in_permissions(m.role))) AS may_archive
                          FROM workspaces w
                          LEFT JOIN workspace_members m
                                 ON m.workspace_id = :workspaceId AND m.user_id = :userId::uuid
                          LEFT JOIN roles r ON r.workspace_id = :workspaceId AND r.name = m.own_role
                         WHERE w.id = :workspaceId
                        """)
                .bind("workspaceId", workspace)
                .bind("userId", user.map(UserId::value).orElse(null))
                .mapTo(Workspace.class)
                .findOne();
    }

    /// Makes a workspace, to which the transaction is bound; false where the slug is taken.
    boolean insert(Handle handle, WorkspaceId id, String slug, String name) {
        return handle.createUpdate(
                                """
                                INSERT INTO workspaces (id, slug, name) VALUES (:id, :slug, :name)
                                    ON CONFLICT (slug) DO NOTHING
                                """)
                        .bind("id", id)
                        .bind("slug", slug)
                        .bind("name", name)
                        .execute()
                == 1;
    }

    void update(Handle handle, WorkspaceId workspace, String name, String searchLanguage) {
        handle.createUpdate(
                        """
                        UPDATE workspaces SET name = :name, search_language = :searchLanguage
                         WHERE id = :workspaceId
                        """)
                .bind("workspaceId", workspace)
                .bind("name", name)
                .bind("searchLanguage", searchLanguage)
                .execute();
    }

    void archive(Handle handle, WorkspaceId workspace, boolean archived) {
        handle.createUpdate(
                        """
                        UPDATE workspaces
                           SET archived_at = CASE WHEN :archived THEN coalesce(archived_at, now()) END
                         WHERE id = :workspaceId
                        """)
                .bind("workspaceId", workspace)
                .bind("archived", archived)
                .execute();
    }

    /// The languages texts can be searched in.
    List<String> searchLanguages(Handle handle) {
        return handle.createQuery(
                        """
                        SELECT cfgname::text FROM pg_ts_config
                         WHERE cfgnamespace = 'pg_catalog'::regnamespace ORDER BY cfgname
                        """)
                .mapTo(String.class)
                .list();
    }

    /// The workspaces of the person the transaction is bound to, by slug.
    List<WorkspaceId> ofPerson(Handle handle, UserId user, String afterSlug, int most) {
        return handle.createQuery("SELECT * FROM workspaces_of_person(:userId, :after, :most)")
                .bind("userId", user)
                .bind("after", afterSlug)
                .bind("most", most)
                .mapTo(WorkspaceId.class)
                .list();
    }

    /// All workspaces, by slug.
    List<WorkspaceId> all(Handle handle, String afterSlug, int most) {
        return handle.createQuery("SELECT * FROM workspaces_after(:after, :most)")
                .bind("after", afterSlug)
                .bind("most", most)
                .mapTo(WorkspaceId.class)
                .list();
    }

    /// Whether the person the transaction is bound to runs the installation.
    boolean isAdmin(Handle handle, UserId user) {
        return handle.createQuery(
                        "SELECT admin AND disabled_at IS NULL FROM users WHERE id = :userId")
                .bind("userId", user)
                .mapTo(boolean.class)
                .findOne()
                .orElse(false);
    }
}
