package dev.promptcards.identity.entry;

import dev.promptcards.http.PageRequest;
import dev.promptcards.identity.Caller;
import dev.promptcards.identity.Permissions;
import dev.promptcards.identity.entry.MeView.MyWorkspace;
import dev.promptcards.identity.workspace.Workspace;
import dev.promptcards.identity.workspace.WorkspaceList;

import jakarta.inject.Singleton;

import java.util.List;
import java.util.Optional;

/// The workspaces a caller may enter, with what they may do there.
@Singleton
class MyWorkspaces {

    private static final PageRequest FIRST = new PageRequest("me", 200, Optional.empty());

    private final WorkspaceList workspaces;
    private final Permissions permissions;

    MyWorkspaces(WorkspaceList workspaces, Permissions permissions) {
        this.workspaces = workspaces;
        this.permissions = permissions;
    }

    /// The first 200, by their slugs; none whose membership ended meanwhile.
    List<MyWorkspace> of(Caller caller) {
        return workspaces.of(caller, FIRST).items().stream()
                .flatMap(it -> entered(caller, it).stream())
                .toList();
    }

    private Optional<MyWorkspace> entered(Caller caller, Workspace workspace) {
        var permitted = permissions.of(caller, workspace.id());
        return permitted.isEmpty()
                ? Optional.empty()
                : Optional.of(
                        new MyWorkspace(
                                workspace.slug(),
                                workspace.name(),
                                caller instanceof Caller.Person
                                        ? workspace.role().orElse(null)
                                        : null,
                                permitted));
    }
}
