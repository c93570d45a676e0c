package dev.promptcards.identity;

import org.jdbi.v3.core.Jdbi;

import java.util.UUID;

/// Fills a database with people, workspaces and memberships, as its owner and in a few statements;
/// their ids are counted, so that whoever filled it knows them. Row-level security, which holds the
/// owner too, is off while it is filled.
public final class PermissionRows {

    /// The permission check's statement.
    public static final String CHECK = Standings.OF_MEMBER;

    private static final String[] TABLES = {"users", "workspaces", "roles", "workspace_members"};

    private PermissionRows() {}

    /// @param memberships a multiple of `users`, at most `users` × `workspaces`
    public static void fill(Jdbi owner, int users, int workspaces, int memberships) {
        owner.useTransaction(
                handle -> {
                    for (var table : TABLES) {
                        handle.execute("ALTER TABLE " + table + " NO FORCE ROW LEVEL SECURITY");
                    }
                    handle.execute(
                            """
                            INSERT INTO users (id, email, display_name)
                            SELECT ('00000000-0000-0000-0002-' || lpad(n::text, 12, '0'))::uuid,
                                   'person-' || n || '@example.org', 'Person ' || n
                              FROM generate_series(1, ?) n
                            """,
                            users);
                    handle.execute(
                            """
                            INSERT INTO workspaces (id, slug, name)
                            SELECT ('00000000-0000-0000-0001-' || lpad(n::text, 12, '0'))::uuid,
                                   'team-' || n, 'Team ' || n
                              FROM generate_series(1, ?) n
                            """,
                            workspaces);
                    handle.execute(
                            """
                            INSERT INTO roles (workspace_id, name, permissions)
                            SELECT ('00000000-0000-0000-0001-' || lpad(n::text, 12, '0'))::uuid,
                                   'reviewer', '{workspace.read,card.read,run.read}'
                              FROM generate_series(1, ?) n
                            """,
                            workspaces);
                    // Each person in so many workspaces, one after the other from their own first.
                    handle.execute(
                            """
                            INSERT INTO workspace_members (workspace_id, user_id, role, added_by)
                            SELECT ('00000000-0000-0000-0001-'
                                    || lpad(((u + m - 2) %% %1$d + 1)::text, 12, '0'))::uuid,
                                   ('00000000-0000-0000-0002-' || lpad(u::text, 12, '0'))::uuid,
                                   (ARRAY['viewer', 'runner', 'editor', 'admin', 'owner', 'reviewer'])[1 + u %% 6],
                                   'test'
                              FROM generate_series(1, %2$d) u, generate_series(1, %3$d) m
                            """
                                    .formatted(workspaces, users, memberships / users));
                    for (var table : TABLES) {
                        handle.execute("ALTER TABLE " + table + " FORCE ROW LEVEL SECURITY");
                    }
                });
        owner.useHandle(
                handle -> {
                    for (var table : TABLES) {
                        handle.execute("VACUUM ANALYZE " + table);
                    }
                });
    }

    /// The n-th workspace, from 1.
    public static UUID workspace(int n) {
        return UUID.fromString("00000000-0000-0000-0001-%012d".formatted(n));
    }

    /// The n-th person, from 1; the first of their workspaces has the same number, modulo all.
    public static UUID user(int n) {
        return UUID.fromString("00000000-0000-0000-0002-%012d".formatted(n));
    }
}
