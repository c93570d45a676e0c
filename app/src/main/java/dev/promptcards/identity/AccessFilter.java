package dev.promptcards.identity;

import dev.promptcards.http.WorkspaceFilter;
import dev.promptcards.problem.Problem;
import dev.promptcards.tenancy.Workspaces;

import io.micronaut.core.annotation.Order;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.annotation.RequestFilter;
import io.micronaut.http.annotation.ServerFilter;
import io.micronaut.http.server.annotation.PreMatching;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import io.micronaut.web.router.RouteAttributes;
import io.micronaut.web.router.UriRouteMatch;

import java.util.Set;

/// Lets a caller through to an endpoint if its rule ([Needs], [ForAnyCaller]) does. An endpoint
/// without a rule lets nobody through. To who is no member, a workspace is not there.
@ServerFilter("/api/**")
@Order(100)
final class AccessFilter {

    private final Permissions permissions;
    private final Workspaces workspaces;

    AccessFilter(Permissions permissions, Workspaces workspaces) {
        this.permissions = permissions;
        this.workspaces = workspaces;
    }

    /// Before an endpoint is looked for: to who is no member no address below a workspace may tell
    /// whether there is something behind it.
    @PreMatching
    @RequestFilter("/api/v1/workspaces/*/**")
    @ExecuteOn(TaskExecutors.BLOCKING)
    void checkMembership(HttpRequest<?> request) {
        String slug = WorkspaceFilter.slug(request);
        if (held(slug).isEmpty()) {
            throw WorkspaceFilter.unknown(slug);
        }
    }

    @RequestFilter("/api/**")
    @ExecuteOn(TaskExecutors.BLOCKING)
    void checkPermission(HttpRequest<?> request) {
        if (!request.getPath().startsWith(CallerFilter.OPEN)
                && RouteAttributes.getRouteMatch(request).orElse(null)
                        instanceof UriRouteMatch<?, ?> route
                && !route.hasAnnotation(ForAnyCaller.class)) {
            require(
                    route.enumValue(Needs.class, Permission.class)
                            .orElseThrow(() -> new IllegalStateException(route + " has no rule")),
                    WorkspaceFilter.slug(request));
        }
    }

    private void require(Permission needed, String slug) {
        if (!held(slug).contains(needed)) {
            throw new Problem.Forbidden(
                    "This needs the permission `%s` in the workspace `%s`. Ask one of its owners."
                            .formatted(needed, slug));
        }
    }

    private Set<Permission> held(String slug) {
        return workspaces
                .idOf(slug)
                .map(it -> permissions.of(Caller.current().orElseThrow(), it))
                .orElseGet(Set::of);
    }
}
