package dev.promptcards.identity;

import dev.promptcards.http.ApiPaths;
import dev.promptcards.http.WorkspaceFilter;
import dev.promptcards.problem.Problem;

import io.micronaut.core.annotation.Order;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.annotation.RequestFilter;
import io.micronaut.http.annotation.ServerFilter;
import io.micronaut.http.server.annotation.PreMatching;
import io.micronaut.web.router.RouteAttributes;
import io.micronaut.web.router.UriRouteMatch;

/// Lets a caller through to an endpoint if its rule ([Needs], [ForAnyCaller]) does. An endpoint
/// without a rule lets nobody through. To who is no member, a workspace is not there.
@ServerFilter("/**")
@Order(110)
final class AccessFilter {

    /// Before an endpoint is looked for: to who is no member no address below a workspace may tell
    /// whether there is something behind it.
    @PreMatching
    @RequestFilter
    void checkMembership(HttpRequest<?> request) {
        if (WorkspaceFilter.isInside(request) && Standing.of(request).permissions().isEmpty()) {
            throw WorkspaceFilter.unknown(WorkspaceFilter.slug(request));
        }
    }

    @RequestFilter
    void checkPermission(HttpRequest<?> request) {
        if (ApiPaths.isPart(request)
                && !CallerFilter.isOpen(request)
                && RouteAttributes.getRouteMatch(request).orElse(null)
                        instanceof UriRouteMatch<?, ?> route
                && !route.hasAnnotation(ForAnyCaller.class)) {
            require(
                    route.enumValue(Needs.class, Permission.class)
                            .orElseThrow(() -> new IllegalStateException(route + " has no rule")),
                    Standing.of(request),
                    WorkspaceFilter.slug(request));
        }
    }

    private static void require(Permission needed, Standing standing, String slug) {
        if (standing.permissions().contains(needed)) {
            return;
        }
        if (standing.permissions().isEmpty()) {
            throw WorkspaceFilter.unknown(slug);
        }
        if (standing.archived()) {
            throw new Problem.NotFound(
                    "The workspace `%s` is archived. Bring it back first: POST to its address with /unarchive, or `promptcards workspace unarchive %s`."
                            .formatted(slug, slug));
        }
        throw new Problem.Forbidden(
                "This needs the permission `%s` in the workspace `%s`. %s"
                        .formatted(needed, slug, remedy()));
    }

    private static String remedy() {
        return Caller.current().orElseThrow() instanceof Caller.Key
                ? "The API key was not made for it, or its maker lost it: make a key with that"
                        + " scope."
                : "Ask one of its owners.";
    }
}
