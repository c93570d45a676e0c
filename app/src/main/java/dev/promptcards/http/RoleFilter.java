package dev.promptcards.http;

import dev.promptcards.problem.Problem;

import io.micronaut.context.annotation.Requires;
import io.micronaut.context.annotation.Value;
import io.micronaut.core.annotation.Order;
import io.micronaut.http.annotation.RequestFilter;
import io.micronaut.http.annotation.ServerFilter;
import io.micronaut.http.server.annotation.PreMatching;

/// A process that only works on runs serves health and metrics and no interface: requests belong to
/// the processes that are scaled for them.
@ServerFilter("/api/**")
@Order(-90)
@Requires(property = "promptcards.role", pattern = "worker|analytics")
final class RoleFilter {

    private final String role;

    RoleFilter(@Value("${promptcards.role}") String role) {
        this.role = role;
    }

    @PreMatching
    @RequestFilter
    void refuse() {
        throw new Problem.NotFound(
                "This process has the role `%s` and serves no interface; ask one of the role `api` or `all`."
                        .formatted(role));
    }
}
