package dev.promptcards.identity.role;

import dev.promptcards.audit.Audit;
import dev.promptcards.identity.Authority;
import dev.promptcards.identity.Caller;
import dev.promptcards.identity.Permission;
import dev.promptcards.identity.Permissions;
import dev.promptcards.identity.WorkspaceLock;
import dev.promptcards.problem.Problem;
import dev.promptcards.tenancy.WorkspaceId;
import dev.promptcards.tenancy.WorkspaceTransactions;

import jakarta.inject.Singleton;

import org.jdbi.v3.core.Handle;

import java.util.List;
import java.util.Set;

/// Lists roles, and makes, changes and deletes a workspace's own.
@Singleton
public class Roles {

    private static final int NAMED = 5;

    private final WorkspaceTransactions transactions;
    private final RoleRepository roles;
    private final Permissions permissions;
    private final Audit audit;

    Roles(
            WorkspaceTransactions transactions,
            RoleRepository roles,
            Permissions permissions,
            Audit audit) {
        this.transactions = transactions;
        this.roles = roles;
        this.permissions = permissions;
        this.audit = audit;
    }

    /// The built-in ones from the least to the most, then the workspace's own by name.
    public List<Role> list(WorkspaceId workspace) {
        return transactions.inWorkspace(workspace, handle -> roles.list(handle, workspace));
    }

    /// Makes a role; its name must be free.
    Role create(WorkspaceId workspace, Caller caller, RoleDraft draft) {
        return change(
                workspace,
                caller,
                (handle, authority) -> {
                    authority.requireCovers(draft.permissions(), "This role");
                    if (!roles.insert(handle, workspace, draft)) {
                        throw new Problem.Conflict(
                                "There is a role `%s` already. PUT to its address changes it."
                                        .formatted(draft.name()));
                    }
                    var made = role(handle, workspace, draft.name());
                    audit.record(handle, workspace, RoleEntries.created(made));
                    return made;
                });
    }

    /// Replaces what a role holds, for everybody who has it.
    Role replace(WorkspaceId workspace, Caller caller, RoleDraft draft) {
        return change(
                workspace,
                caller,
                (handle, authority) -> {
                    authority.requireCovers(
                            held(handle, workspace, draft.name()),
                            "The role `%s`".formatted(draft.name()));
                    authority.requireCovers(draft.permissions(), "What the role would become");
                    var before = role(handle, workspace, draft.name());
                    roles.update(handle, workspace, draft);
                    var after = role(handle, workspace, draft.name());
                    if (!after.equals(before)) {
                        audit.record(handle, workspace, RoleEntries.updated(before, after));
                    }
                    return after;
                });
    }

    /// Deletes a role that nobody has and nobody is invited to.
    void delete(WorkspaceId workspace, Caller caller, String name) {
        if (BuiltInRole.of(name).isPresent()) {
            throw new Problem.Conflict("`%s` is a built-in role and stays.".formatted(name));
        }
        change(
                workspace,
                caller,
                (handle, authority) -> {
                    authority.requireCovers(
                            held(handle, workspace, name), "The role `%s`".formatted(name));
                    var role = role(handle, workspace, name);
                    requireUnused(handle, workspace, role);
                    roles.delete(handle, workspace, name);
                    audit.record(handle, workspace, RoleEntries.deleted(role));
                    return role;
                });
    }

    private interface Change<T> {
        T in(Handle handle, Authority authority);
    }

    private <T> T change(WorkspaceId workspace, Caller caller, Change<T> change) {
        try {
            return transactions.inWorkspace(
                    workspace,
                    handle -> {
                        WorkspaceLock.take(handle, workspace);
                        var authority = Authority.of(handle, workspace, caller);
                        authority.need(Permission.ROLE_MANAGE);
                        return change.in(handle, authority);
                    });
        } finally {
            // Also where nobody knows whether the commit arrived.
            permissions.forget(workspace);
        }
    }

    private void requireUnused(Handle handle, WorkspaceId workspace, Role role) {
        if (role.members() > 0) {
            var names = roles.holders(handle, workspace, role.name(), NAMED);
            throw new Problem.Conflict(
                    "%d members have the role `%s`: %s%s. Give them another one first."
                            .formatted(
                                    role.members(),
                                    role.name(),
                                    String.join(", ", names),
                                    role.members() > names.size() ? " and others" : ""));
        }
        int invitations = roles.openInvitations(handle, workspace, role.name());
        if (invitations > 0) {
            throw new Problem.Conflict(
                    "%d open invitations give the role `%s`. Revoke them first."
                            .formatted(invitations, role.name()));
        }
    }

    private Set<Permission> held(Handle handle, WorkspaceId workspace, String name) {
        return roles.permissions(handle, workspace, name).orElseThrow(() -> missing(name));
    }

    private Role role(Handle handle, WorkspaceId workspace, String name) {
        return roles.list(handle, workspace).stream()
                .filter(it -> it.name().equals(name))
                .findFirst()
                .orElseThrow(() -> missing(name));
    }

    private static Problem missing(String name) {
        return new Problem.NotFound("There is no role `%s` in this workspace.".formatted(name));
    }
}
