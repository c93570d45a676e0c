package dev.promptcards.identity;

import dev.promptcards.http.WorkspaceFilter;
import dev.promptcards.tenancy.Workspaces;

import io.micronaut.http.HttpRequest;

import jakarta.inject.Singleton;

import java.util.List;
import java.util.Optional;

/// Recognises requests by what is remembered, and asks nobody. It believes nothing for longer than
/// those do who remember it.
@Singleton
final class Recognition {

    private final List<CallerSource> sources;
    private final Permissions permissions;
    private final Workspaces workspaces;

    Recognition(List<CallerSource> sources, Permissions permissions, Workspaces workspaces) {
        this.sources = sources;
        this.permissions = permissions;
        this.workspaces = workspaces;
    }

    /// Empty where something is not remembered, and for requests outside workspaces.
    Optional<Recognised> of(HttpRequest<?> request) {
        if (!WorkspaceFilter.isInside(request)) {
            return Optional.empty();
        }
        var workspace = workspaces.remembered(WorkspaceFilter.slug(request));
        if (workspace.isEmpty()) {
            return Optional.empty();
        }
        for (var source : sources) {
            var caller = source.remembered(request);
            if (caller.isPresent()) {
                return permissions
                        .remembered(caller.get(), workspace.get())
                        .map(standing -> new Recognised(caller.get(), standing));
            }
        }
        return Optional.empty();
    }
}
