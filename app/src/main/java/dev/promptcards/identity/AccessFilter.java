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

/// Lets a caller through to an endpoint if its rule ([Needs], [ForAnyCaller]) does. An endpoint
/// without a rule lets nobody through. To who is no member, a workspace is not there. Requests all
/// is remembered of are [RecognisedFilter]'s.
///
/// The paths stand on the class alone: those of a method would be put behind them.
@ServerFilter("/api/**")
@Order(100)
final class AccessFilter implements ConditionalFilter {

    private final Permissions permissions;
    private final Workspaces workspaces;
    private final Recognition recognition;

    AccessFilter(Permissions permissions, Workspaces workspaces, Recognition recognition) {
        this.permissions = permissions;
        this.workspaces = workspaces;
        this.recognition = recognition;
    }

    @Override
    public boolean isEnabled(HttpRequest<?> request) {
        return Recognised.of(request, recognition).isEmpty();
    }

    /// Before an endpoint is looked for: to who is no member no address below a workspace may tell
    /// whether there is something behind it.
    @PreMatching
    @RequestFilter
    @ExecuteOn(TaskExecutors.BLOCKING)
    void checkMembership(HttpRequest<?> request) {
        if (WorkspaceFilter.isInside(request)) {
            AccessRules.requireMember(standing(WorkspaceFilter.slug(request)), request);
        }
    }

    @RequestFilter
    @ExecuteOn(TaskExecutors.BLOCKING)
    void checkPermission(HttpRequest<?> request) {
        if (!CallerFilter.isOpen(request)) {
            AccessRules.check(
                    request,
                    Caller.current().orElseThrow(),
                    () -> standing(WorkspaceFilter.slug(request)));
        }
    }

    private Standing standing(String slug) {
        return workspaces
                .idOf(slug)
                .map(it -> permissions.standing(Caller.current().orElseThrow(), it))
                .orElse(Standing.NONE);
    }
}
