package dev.promptcards.identity.member;

import dev.promptcards.audit.Audit;
import dev.promptcards.audit.AuditEntry;
import dev.promptcards.http.Page;
import dev.promptcards.http.PageRequest;
import dev.promptcards.identity.Authority;
import dev.promptcards.identity.Caller;
import dev.promptcards.identity.Permission;
import dev.promptcards.identity.Permissions;
import dev.promptcards.identity.WorkspaceLock;
import dev.promptcards.identity.key.ApiKeys;
import dev.promptcards.identity.role.BuiltInRole;
import dev.promptcards.identity.role.RoleRepository;
import dev.promptcards.problem.Problem;
import dev.promptcards.tenancy.UserId;
import dev.promptcards.tenancy.WorkspaceId;
import dev.promptcards.tenancy.WorkspaceTransactions;

import jakarta.inject.Singleton;

import org.jdbi.v3.core.Handle;

import java.util.ArrayList;
import java.util.Set;
import java.util.function.Function;

/// Lists a workspace's members, gives them roles, and lets them go. Each change is one transaction
/// that holds the workspace's lock: of two owners who leave at once, one is refused.
@Singleton
public class Members {

    private final WorkspaceTransactions transactions;
    private final MemberRepository members;
    private final RoleRepository roles;
    private final Permissions permissions;
    private final ApiKeys keys;
    private final Audit audit;

    Members(
            WorkspaceTransactions transactions,
            MemberRepository members,
            RoleRepository roles,
            Permissions permissions,
            ApiKeys keys,
            Audit audit) {
        this.transactions = transactions;
        this.members = members;
        this.roles = roles;
        this.permissions = permissions;
        this.keys = keys;
        this.audit = audit;
    }

    /// First comers first.
    public Page<Member> list(WorkspaceId workspace, PageRequest page) {
        var rows =
                transactions.inWorkspace(
                        workspace, handle -> members.page(handle, workspace, page));
        return Page.of(rows, page, MemberRepository.Place::key);
    }

    /// Gives a member another role. Neither what they hold nor what they get may be more than
    /// `caller` holds.
    public Member changeRole(WorkspaceId workspace, Caller caller, UserId user, String role) {
        return change(
                workspace,
                user,
                handle -> {
                    var authority = manager(handle, workspace, caller);
                    var before = existing(handle, workspace, user);
                    authority.requireCovers(
                            held(handle, workspace, before.role()),
                            "Their role `%s`".formatted(before.role()));
                    authority.requireCovers(
                            held(handle, workspace, role), "The role `%s`".formatted(role));
                    if (!role.equals(BuiltInRole.OWNER.word())) {
                        requireAnotherOwner(handle, workspace, before);
                    }
                    members.changeRole(handle, workspace, user, role);
                    var after = existing(handle, workspace, user);
                    if (!role.equals(before.role())) {
                        audit.record(handle, workspace, MemberEntries.changed(before, role));
                    }
                    return after;
                });
    }

    /// Takes somebody out of the workspace, who holds no more than `caller` does. Their keys end:
    /// who comes again makes new ones.
    public void remove(WorkspaceId workspace, Caller caller, UserId user) {
        letGo(
                workspace,
                user,
                handle -> {
                    var authority = manager(handle, workspace, caller);
                    var gone = existing(handle, workspace, user);
                    authority.requireCovers(
                            held(handle, workspace, gone.role()),
                            "Their role `%s`".formatted(gone.role()));
                    requireAnotherOwner(handle, workspace, gone);
                    return MemberEntries.removed(gone);
                });
    }

    /// Lets somebody go by their own wish.
    public void leave(WorkspaceId workspace, UserId user) {
        letGo(
                workspace,
                user,
                handle -> {
                    var gone = existing(handle, workspace, user);
                    requireAnotherOwner(handle, workspace, gone);
                    return MemberEntries.left(gone);
                });
    }

    /// @param checked refuses, or says how it is recorded
    private void letGo(WorkspaceId workspace, UserId user, Function<Handle, AuditEntry> checked) {
        var ended =
                change(
                        workspace,
                        user,
                        handle -> {
                            var entry = checked.apply(handle);
                            members.delete(handle, workspace, user);
                            var keysOfTheirs = keys.revokeOf(handle, workspace, user);
                            var entries = new ArrayList<>(keysOfTheirs.values());
                            entries.add(entry);
                            audit.record(handle, workspace, entries);
                            return keysOfTheirs.keySet();
                        });
        keys.forget(ended);
    }

    private <T> T change(WorkspaceId workspace, UserId user, Function<Handle, T> work) {
        try {
            return transactions.inWorkspace(
                    workspace,
                    handle -> {
                        WorkspaceLock.take(handle, workspace);
                        return work.apply(handle);
                    });
        } finally {
            // Also where nobody knows whether the commit arrived.
            permissions.forget(workspace, user);
        }
    }

    private static Authority manager(Handle handle, WorkspaceId workspace, Caller caller) {
        var authority = Authority.of(handle, workspace, caller);
        authority.need(Permission.MEMBER_MANAGE);
        return authority;
    }

    private Member existing(Handle handle, WorkspaceId workspace, UserId user) {
        return members.find(handle, workspace, user)
                .orElseThrow(() -> new Problem.NotFound("There is no such member."));
    }

    private Set<Permission> held(Handle handle, WorkspaceId workspace, String role) {
        return roles.permissions(handle, workspace, role)
                .orElseThrow(
                        () ->
                                new Problem.Invalid(
                                        "role: there is no role `%s` in this workspace"
                                                .formatted(role)));
    }

    /// A workspace without an owner could be managed by nobody: one that has some keeps one who can
    /// sign in.
    private void requireAnotherOwner(Handle handle, WorkspaceId workspace, Member member) {
        if (member.role().equals(BuiltInRole.OWNER.word())
                && !members.hasOwnerBesides(handle, workspace, member.user())) {
            throw new Problem.Conflict(
                    "%s is the last owner. Make somebody else an owner first, or archive the workspace."
                            .formatted(member.displayName()));
        }
    }
}
