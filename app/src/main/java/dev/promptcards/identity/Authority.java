package dev.promptcards.identity;

import dev.promptcards.problem.Problem;
import dev.promptcards.tenancy.UserId;
import dev.promptcards.tenancy.WorkspaceId;
import dev.promptcards.tenancy.WorkspaceTransactions;

import org.jdbi.v3.core.Handle;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/// What who changes something may do, read in the transaction that changes it: where rights are
/// given away, no answer of five seconds ago decides.
public record Authority(Standing standing) {

    /// Of `caller`, in the workspace the transaction is bound to. It binds the transaction to the
    /// caller's own row of `users`.
    public static Authority of(Handle handle, WorkspaceId workspace, Caller caller) {
        var own =
                caller.person()
                        .map(user -> ofPerson(handle, workspace, user).standing())
                        .orElseGet(() -> Standings.ofLocal(handle, workspace));
        return switch (caller) {
            case Caller.Key key when !key.workspace().equals(workspace) ->
                    new Authority(Standing.NONE);
            case Caller.Key key -> new Authority(own.within(key.scopes()));
            default -> new Authority(own);
        };
    }

    /// Of somebody who makes no request now.
    public static Authority ofPerson(Handle handle, WorkspaceId workspace, UserId user) {
        WorkspaceTransactions.bindPeople(handle, List.of(user));
        return new Authority(Standings.ofMember(handle, workspace, user));
    }

    /// Whether all of `permissions` are held.
    public boolean covers(Set<Permission> permissions) {
        return standing.permissions().containsAll(permissions);
    }

    /// Refuses who does not hold `permission` any more.
    public void need(Permission permission) {
        if (!covers(Set.of(permission))) {
            throw new Problem.Forbidden(
                    "This needs the permission `%s`. Ask one of the workspace's owners."
                            .formatted(permission));
        }
    }

    /// Refuses to give, change or take away what holds more than who asks does.
    ///
    /// @param what as a sentence's beginning: "The role `admin`"
    public void requireCovers(Set<Permission> permissions, String what) {
        if (!covers(permissions)) {
            var more = EnumSet.copyOf(permissions);
            more.removeAll(standing.permissions());
            throw new Problem.Forbidden(
                    "%s holds what you do not: %s. Nobody gives, changes or takes away more than they hold; ask an owner."
                            .formatted(
                                    what,
                                    more.stream()
                                            .map(it -> "`" + it + "`")
                                            .collect(Collectors.joining(", "))));
        }
    }
}
