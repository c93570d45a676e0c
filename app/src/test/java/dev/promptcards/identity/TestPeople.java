package dev.promptcards.identity;

import dev.promptcards.TestDatabase;
import dev.promptcards.TestServers;
import dev.promptcards.tenancy.UserId;
import dev.promptcards.tenancy.WorkspaceId;

import java.util.UUID;

/// People of the tests, put straight into the database.
public final class TestPeople {

    private TestPeople() {}

    /// Somebody new, who is no member of anything.
    public static UserId person(String name) {
        return person(TestServers.database(), name);
    }

    static UserId person(TestDatabase database, String name) {
        var id = new UserId(UUID.randomUUID());
        database.transactions()
                .asUser(
                        id,
                        handle ->
                                handle.execute(
                                        "INSERT INTO users (id, email, display_name) VALUES (?, ?,"
                                                + " ?)",
                                        id.value(),
                                        email(id),
                                        name));
        return id;
    }

    /// Somebody new with a role in a workspace.
    public static UserId member(WorkspaceId workspace, String role) {
        return member(TestServers.database(), workspace, role);
    }

    public static UserId member(TestDatabase database, WorkspaceId workspace, String role) {
        var id = person(database, role);
        join(database, workspace, id, role);
        return id;
    }

    /// Gives somebody a role in a workspace.
    public static void join(WorkspaceId workspace, UserId user, String role) {
        join(TestServers.database(), workspace, user, role);
    }

    static void join(TestDatabase database, WorkspaceId workspace, UserId user, String role) {
        database.transactions()
                .inWorkspace(
                        workspace,
                        handle ->
                                handle.execute(
                                        "INSERT INTO workspace_members (workspace_id, user_id,"
                                                + " role, added_by) VALUES (?, ?, ?, 'test')",
                                        workspace.value(),
                                        user.value(),
                                        role));
    }

    /// Changes a row of somebody's.
    static void set(UserId user, String change) {
        TestServers.database()
                .transactions()
                .asUser(
                        user,
                        handle ->
                                handle.execute(
                                        "UPDATE users SET " + change + " WHERE id = ?",
                                        user.value()));
    }

    static String email(UserId user) {
        return user + "@example.org";
    }
}
