package dev.promptcards.http;

import dev.promptcards.problem.Problem;

import io.micronaut.context.annotation.Requires;
import io.micronaut.context.annotation.Value;
import io.micronaut.core.annotation.Order;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.annotation.RequestFilter;
import io.micronaut.http.annotation.ServerFilter;
import io.micronaut.http.server.annotation.PreMatching;

import java.util.regex.Pattern;

/// A process that only works on runs serves health and metrics and no interface, one for reports
/// serves these alone: requests belong to the processes that are scaled for them.
@ServerFilter("/api/**")
@Order(-90)
@Requires(property = "promptcards.role", pattern = "worker|analytics")
final class RoleFilter {

    private static final Pattern REPORTS =
            Pattern.compile("/api/v1/workspaces/[^/]+/analytics(/.*)?");

    private final String role;

    RoleFilter(@Value("${promptcards.role}") String role) {
        this.role = role;
    }

    @PreMatching
    @RequestFilter
    void refuse(HttpRequest<?> request) {
        boolean reports = role.equals("analytics");
        if (reports && REPORTS.matcher(request.getPath()).matches()) {
            return;
        }
        throw new Problem.NotFound(
                "This process has the role `%s` and serves %s; ask one of the role `api` or `all`."
                        .formatted(role, reports ? "reports alone" : "no interface"));
    }
}
