package dev.promptcards.identity.workspace;

import dev.promptcards.audit.Audit;
import dev.promptcards.identity.Authority;
import dev.promptcards.identity.Caller;
import dev.promptcards.identity.Permission;
import dev.promptcards.identity.Permissions;
import dev.promptcards.identity.WorkspaceLock;
import dev.promptcards.identity.member.MemberEntries;
import dev.promptcards.identity.member.MemberRepository;
import dev.promptcards.identity.role.BuiltInRole;
import dev.promptcards.problem.Problem;
import dev.promptcards.tenancy.NewId;
import dev.promptcards.tenancy.UserId;
import dev.promptcards.tenancy.WorkspaceId;
import dev.promptcards.tenancy.WorkspaceTransactions;
import dev.promptcards.tenancy.Workspaces;

import jakarta.inject.Singleton;

import org.jdbi.v3.core.Handle;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// Makes, renames and archives workspaces, and brings them back.
@Singleton
public class WorkspaceChanges {

    private final WorkspaceTransactions transactions;
    private final Workspaces slugs;
    private final WorkspaceRepository workspaces;
    private final MemberRepository members;
    private final List<ArchiveObjection> objections;
    private final Permissions permissions;
    private final Audit audit;

    WorkspaceChanges(
            WorkspaceTransactions transactions,
            Workspaces slugs,
            WorkspaceRepository workspaces,
            MemberRepository members,
            List<ArchiveObjection> objections,
            Permissions permissions,
            Audit audit) {
        this.transactions = transactions;
        this.slugs = slugs;
        this.workspaces = workspaces;
        this.members = members;
        this.objections = objections;
        this.permissions = permissions;
        this.audit = audit;
    }

    /// Makes a workspace, and who makes it its owner. Only who runs the installation may; a command
    /// on the server's machine makes one without members, to which it invites.
    Workspace create(Caller caller, String slug, String name) {
        var id = new WorkspaceId(NewId.next());
        return switch (caller) {
            case Caller.Local() ->
                    transactions.inWorkspace(
                            id, handle -> made(handle, id, slug, name, Optional.empty()));
            case Caller.Person(var user, _) ->
                    transactions.inWorkspace(
                            id,
                            user,
                            handle -> {
                                if (!workspaces.isAdmin(handle, user)) {
                                    throw new Problem.Forbidden(
                                            "Only administrators of the installation make"
                                                    + " workspaces. Ask one of them.");
                                }
                                return made(handle, id, slug, name, Optional.of(user));
                            });
            case Caller.Key _ ->
                    throw new Problem.Forbidden("An API key works in its own workspace only.");
        };
    }

    /// Makes a workspace of that slug for a command on the server's machine, unless there is one;
    /// tells whether it was made.
    boolean ensure(String slug, String name) {
        if (slugs.idOf(slug).isPresent()) {
            return false;
        }
        var id = new WorkspaceId(NewId.next());
        return transactions.inWorkspace(
                id,
                handle -> {
                    boolean made = workspaces.insert(handle, id, slug, name);
                    if (made) {
                        audit.record(handle, id, WorkspaceEntries.created(id, slug, name));
                    }
                    return made;
                });
    }

    /// Changes what is given; the slug stays, for addresses hold it.
    Workspace change(
            WorkspaceId workspace,
            Caller caller,
            Optional<String> name,
            Optional<String> searchLanguage) {
        return transactions.inWorkspace(
                workspace,
                handle -> {
                    var before = locked(handle, workspace, caller, Permission.WORKSPACE_MANAGE);
                    searchLanguage.ifPresent(it -> requireLanguage(handle, it));
                    workspaces.update(
                            handle,
                            workspace,
                            name.orElse(before.name()),
                            searchLanguage.orElse(before.searchLanguage()));
                    var after = found(handle, workspace, caller);
                    audit.record(handle, workspace, WorkspaceEntries.changed(before, after));
                    return after;
                });
    }

    /// Ends all work in a workspace but keeps what is in it. Refused while something is going on
    /// there.
    Workspace archive(WorkspaceId workspace, Caller caller) {
        return archived(workspace, caller, true);
    }

    /// Brings an archived workspace back, as it was.
    Workspace unarchive(WorkspaceId workspace, Caller caller) {
        return archived(workspace, caller, false);
    }

    private Workspace archived(WorkspaceId workspace, Caller caller, boolean archived) {
        try {
            return transactions.inWorkspace(
                    workspace,
                    handle -> {
                        var before =
                                locked(handle, workspace, caller, Permission.WORKSPACE_ARCHIVE);
                        if (archived) {
                            requireQuiet(handle, workspace);
                        }
                        workspaces.archive(handle, workspace, archived);
                        var after = found(handle, workspace, caller);
                        if (archived != before.archivedAt().isPresent()) {
                            audit.record(
                                    handle, workspace, WorkspaceEntries.archived(after, archived));
                        }
                        return after;
                    });
        } finally {
            // Also where nobody knows whether the commit arrived.
            permissions.forget(workspace);
        }
    }

    private Workspace made(
            Handle handle, WorkspaceId id, String slug, String name, Optional<UserId> owner) {
        if (!workspaces.insert(handle, id, slug, name)) {
            throw new Problem.Conflict(
                    "There is a workspace `%s` already. Choose another slug.".formatted(slug));
        }
        String role = BuiltInRole.OWNER.word();
        owner.ifPresent(user -> members.insert(handle, id, user, role, "user:" + user));
        var created = Stream.of(WorkspaceEntries.created(id, slug, name));
        var joined = owner.stream().map(user -> MemberEntries.added(user, role));
        audit.record(handle, id, Stream.concat(created, joined).toList());
        return workspaces.find(handle, id, owner).orElseThrow();
    }

    private Workspace locked(
            Handle handle, WorkspaceId workspace, Caller caller, Permission needed) {
        WorkspaceLock.take(handle, workspace);
        Authority.of(handle, workspace, caller).need(needed);
        return found(handle, workspace, caller);
    }

    private Workspace found(Handle handle, WorkspaceId workspace, Caller caller) {
        return workspaces.find(handle, workspace, caller.person()).orElseThrow();
    }

    private void requireQuiet(Handle handle, WorkspaceId workspace) {
        objections.stream()
                .flatMap(it -> it.reason(handle, workspace).stream())
                .findFirst()
                .ifPresent(
                        reason -> {
                            throw new Problem.Conflict(reason);
                        });
    }

    private void requireLanguage(Handle handle, String language) {
        var known = workspaces.searchLanguages(handle);
        if (!known.contains(language)) {
            throw new Problem.Invalid(
                    "searchLanguage: there is no such language; known are "
                            + String.join(", ", known));
        }
    }
}
