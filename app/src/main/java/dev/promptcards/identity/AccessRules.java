package dev.promptcards.identity;

import dev.promptcards.http.WorkspaceFilter;
import dev.promptcards.problem.Problem;

import io.micronaut.http.HttpRequest;
import io.micronaut.web.router.RouteAttributes;
import io.micronaut.web.router.UriRouteMatch;

import java.util.function.Supplier;

/// Who is let through to an endpoint of a workspace, and what the others are told.
final class AccessRules {

    private AccessRules() {}

    /// To who is no member, a workspace is not there.
    static void requireMember(Standing standing, HttpRequest<?> request) {
        if (standing.permissions().isEmpty()) {
            throw WorkspaceFilter.unknown(WorkspaceFilter.slug(request));
        }
    }

    /// Lets a caller through to the endpoint of a request if its rule does. An endpoint without a
    /// rule lets nobody through.
    ///
    /// @param standing of the caller in the workspace of the address, if the rule asks for it
    static void check(HttpRequest<?> request, Caller caller, Supplier<Standing> standing) {
        if (RouteAttributes.getRouteMatch(request).orElse(null)
                        instanceof UriRouteMatch<?, ?> route
                && !route.hasAnnotation(ForAnyCaller.class)) {
            require(
                    route.enumValue(Needs.class, Permission.class)
                            .orElseThrow(() -> new IllegalStateException(route + " has no rule")),
                    caller,
                    standing.get(),
                    WorkspaceFilter.slug(request));
        }
    }

    private static void require(
            Permission needed, Caller caller, Standing standing, String slug) {
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
                        .formatted(needed, slug, remedy(caller)));
    }

    private static String remedy(Caller caller) {
        return caller instanceof Caller.Key
                ? "The API key was not made for it, or its maker lost it: make a key with that"
                        + " scope."
                : "Ask one of its owners.";
    }
}
