package dev.promptcards.identity;

import dev.promptcards.tenancy.UserId;
import dev.promptcards.tenancy.WorkspaceId;
import dev.promptcards.tenancy.WorkspaceTransactions;

import jakarta.inject.Singleton;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/// What somebody may do in a workspace.
@Singleton
public final class Permissions {

    private final WorkspaceTransactions transactions;

    Permissions(WorkspaceTransactions transactions) {
        this.transactions = transactions;
    }

    /// Everything `caller` may do in `workspace`; empty for who is no member.
    public Set<Permission> of(Caller caller, WorkspaceId workspace) {
        return switch (caller) {
            case Caller.Local() -> EnumSet.allOf(Permission.class);
            case Caller.Person(var user, _) -> ofMember(workspace, user);
            case Caller.Key key when key.workspace().equals(workspace) -> {
                var held = ofMember(workspace, key.maker());
                held.retainAll(key.scopes());
                yield held;
            }
            case Caller.Key _ -> EnumSet.noneOf(Permission.class);
        };
    }

    /// A permission this version does not know is one nobody asks for.
    private Set<Permission> ofMember(WorkspaceId workspace, UserId user) {
        var held = EnumSet.noneOf(Permission.class);
        transactions
                .inWorkspace(
                        workspace,
                        handle ->
                                handle.createQuery(
                                                """
                                                SELECT coalesce(r.permissions, built_in_permissions(m.role))
                                                  FROM workspace_members m
                                                  LEFT JOIN roles r
                                                    ON r.workspace_id = m.workspace_id AND r.name = m.role
                                                 WHERE m.workspace_id = :workspaceId AND m.user_id = :userId
                                                """)
                                        .bind("workspaceId", workspace)
                                        .bind("userId", user)
                                        .mapTo(String[].class)
                                        .findOne())
                .ifPresent(
                        words ->
                                Arrays.stream(words)
                                        .map(Permission::of)
                                        .flatMap(Optional::stream)
                                        .forEach(held::add));
        return held;
    }
}
