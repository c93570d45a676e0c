package dev.promptcards.identity.workspace;

import dev.promptcards.http.Page;
import dev.promptcards.http.PageRequest;
import dev.promptcards.identity.Caller;
import dev.promptcards.tenancy.WorkspaceId;
import dev.promptcards.tenancy.WorkspaceTransactions;

import jakarta.inject.Singleton;

import java.util.List;
import java.util.Optional;

/// Which workspaces somebody sees.
@Singleton
public class WorkspaceList {

    private final WorkspaceTransactions transactions;
    private final WorkspaceRepository workspaces;

    WorkspaceList(WorkspaceTransactions transactions, WorkspaceRepository workspaces) {
        this.transactions = transactions;
        this.workspaces = workspaces;
    }

    /// Those `caller` is a member of, by slug; for a command on the server's machine all. An
    /// archived one is left out for whoever may not bring it back.
    public Page<Workspace> of(Caller caller, PageRequest page) {
        var after = page.after().map(it -> it.key().getFirst()).orElse("");
        var user = caller.person();
        var rows =
                transactions
                        .inEach(
                                ids(caller, after, page.rowsToRead()),
                                (handle, id) -> workspaces.find(handle, id, user))
                        .stream()
                        .flatMap(Optional::stream)
                        .toList();
        var all = Page.of(rows, page, it -> List.of(it.slug()));
        return new Page<>(
                all.items().stream()
                        .filter(it -> it.archivedAt().isEmpty() || it.mayArchive())
                        .toList(),
                all.next());
    }

    /// One workspace as `caller` sees it.
    Workspace get(Caller caller, WorkspaceId workspace) {
        return transactions.inWorkspace(
                workspace,
                handle -> workspaces.find(handle, workspace, caller.person()).orElseThrow());
    }

    private List<WorkspaceId> ids(Caller caller, String after, int most) {
        return switch (caller) {
            case Caller.Local() ->
                    transactions.outsideWorkspaces(handle -> workspaces.all(handle, after, most));
            case Caller.Person(var user, _) ->
                    transactions.asUser(
                            user, handle -> workspaces.ofPerson(handle, user, after, most));
            case Caller.Key key -> after.isEmpty() ? List.of(key.workspace()) : List.of();
        };
    }
}
