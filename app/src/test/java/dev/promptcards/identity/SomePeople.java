package dev.promptcards.identity;

import dev.promptcards.TestServers;
import dev.promptcards.tenancy.NewId;
import dev.promptcards.tenancy.UserId;
import dev.promptcards.tenancy.WorkspaceId;

/// People for tests, in the shared database.
public final class SomePeople {

    private SomePeople() {}

    /// Somebody who is a member of nothing.
    public static UserId person() {
        var user = new UserId(NewId.next());
        TestServers.database()
                .transactions()
                .asUser(
                        user,
                        handle ->
                                handle.execute(
                                        "INSERT INTO users (id, email, display_name) VALUES (?, ?,"
                                                + " 'Somebody')",
                                        user.value(),
                                        user + "@example.org"));
        return user;
    }

    /// Somebody with a role in a workspace.
    public static UserId member(WorkspaceId workspace, String role) {
        var user = person();
        TestServers.database()
                .transactions()
                .inWorkspace(
                        workspace,
                        handle ->
                                handle.execute(
                                        "INSERT INTO workspace_members (workspace_id, user_id,"
                                                + " role, added_by) VALUES (?, ?, ?, 'test')",
                                        workspace.value(),
                                        user.value(),
                                        role));
        return user;
    }

    /// Gives somebody another role.
    public static void give(WorkspaceId workspace, UserId user, String role) {
        TestServers.database()
                .transactions()
                .inWorkspace(
                        workspace,
                        handle ->
                                handle.execute(
                                        "UPDATE workspace_members SET role = ? WHERE workspace_id ="
                                                + " ? AND user_id = ?",
                                        role,
                                        workspace.value(),
                                        user.value()));
    }

    /// Lets somebody in no more.
    public static void disable(UserId user) {
        TestServers.database()
                .transactions()
                .asUser(
                        user,
                        handle ->
                                handle.execute(
                                        "UPDATE users SET disabled_at = now() WHERE id = ?",
                                        user.value()));
    }
}
