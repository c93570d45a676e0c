package dev.promptcards.identity.entry;

import dev.promptcards.identity.Caller;
import dev.promptcards.identity.Permission;
import dev.promptcards.identity.Permissions;
import dev.promptcards.identity.entry.MeView.MyWorkspace;
import dev.promptcards.tenancy.UserId;
import dev.promptcards.tenancy.WorkspaceId;
import dev.promptcards.tenancy.WorkspaceTransactions;

import jakarta.inject.Singleton;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/// The workspaces somebody is a member of, with what they may do there.
@Singleton
class MyWorkspaces {

    private static final int MOST = 200;

    private final WorkspaceTransactions transactions;
    private final Permissions permissions;

    MyWorkspaces(WorkspaceTransactions transactions, Permissions permissions) {
        this.transactions = transactions;
        this.permissions = permissions;
    }

    private record Row(String slug, String name, String role) {}

    /// The first 200, by their slugs.
    List<MyWorkspace> of(Caller.Person person) {
        var ids =
                transactions.asUser(
                        person.user(),
                        handle ->
                                handle.createQuery("SELECT workspaces_of_person(:user, '', :most)")
                                        .bind("user", person.user())
                                        .bind("most", MOST)
                                        .mapTo(UUID.class)
                                        .list());
        return ids.stream()
                .map(WorkspaceId::new)
                .flatMap(it -> of(person.user(), it, permissions.of(person, it)).stream())
                .toList();
    }

    /// Empty where the membership ended meanwhile.
    private Optional<MyWorkspace> of(
            UserId user, WorkspaceId workspace, Set<Permission> permissions) {
        return transactions
                .inWorkspace(
                        workspace,
                        handle ->
                                handle.createQuery(
                                                """
                                                SELECT w.slug, w.name, m.role
                                                  FROM workspace_members m
                                                  JOIN workspaces w ON w.id = m.workspace_id
                                                 WHERE m.workspace_id = :workspaceId AND m.user_id = :user
                                                """)
                                        .bind("workspaceId", workspace)
                                        .bind("user", user)
                                        .mapTo(Row.class)
                                        .findOne())
                .map(row -> new MyWorkspace(row.slug(), row.name(), row.role(), permissions));
    }
}
