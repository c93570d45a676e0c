package dev.promptcards.identity;

import dev.promptcards.http.WorkspaceFilter;
import dev.promptcards.tenancy.Workspaces;

import io.micronaut.core.annotation.Order;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.annotation.RequestFilter;
import io.micronaut.http.annotation.ServerFilter;
import io.micronaut.http.filter.ConditionalFilter;
import io.micronaut.http.server.annotation.PreMatching;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;

/// Finds out what a caller is in the workspace of the address, for [AccessFilter] to go by, which
/// cannot wait. Requests all is remembered of are [RecognisedFilter]'s.
@ServerFilter("/**")
@Order(100)
final class MembershipFilter implements ConditionalFilter {

    private final Permissions permissions;
    private final Workspaces workspaces;
    private final Recognition recognition;

    MembershipFilter(Permissions permissions, Workspaces workspaces, Recognition recognition) {
        this.permissions = permissions;
        this.workspaces = workspaces;
        this.recognition = recognition;
    }

    @Override
    public boolean isEnabled(HttpRequest<?> request) {
        return WorkspaceFilter.isOf(request) && Recognised.of(request, recognition).isEmpty();
    }

    @PreMatching
    @RequestFilter
    @ExecuteOn(TaskExecutors.BLOCKING)
    void find(HttpRequest<?> request) {
        workspaces
                .idOf(WorkspaceFilter.slug(request))
                .map(it -> permissions.standing(Caller.current().orElseThrow(), it))
                .orElse(Standing.NONE)
                .attachTo(request);
    }
}
