package dev.promptcards.identity.entry;

import dev.promptcards.problem.Problem;

import io.micronaut.core.annotation.Order;
import io.micronaut.http.HttpHeaders;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.annotation.RequestFilter;
import io.micronaut.http.annotation.ServerFilter;
import io.micronaut.http.filter.ConditionalFilter;
import io.micronaut.http.server.annotation.PreMatching;

import java.util.List;

/// Refuses large bodies where everybody may send one: nothing that is said here is long, and nobody
/// knows yet who says it.
@ServerFilter("/**")
@Order(-140)
final class SmallBodyFilter implements ConditionalFilter {

    private static final List<String> OPEN =
            List.of("/api/v1/auth/", "/sign-in", "/sign-out", "/set-up/");
    private static final int MOST_BYTES = 16 * 1024;

    @Override
    public boolean isEnabled(HttpRequest<?> request) {
        var path = request.getPath();
        return OPEN.stream().anyMatch(path::startsWith);
    }

    @PreMatching
    @RequestFilter
    void check(HttpRequest<?> request) {
        // One whose length is not said before may be of any.
        if (request.getContentLength() > MOST_BYTES
                || request.getHeaders().contains(HttpHeaders.TRANSFER_ENCODING)) {
            throw new Problem.TooLarge(
                    "At most 16 KB are taken here, with their length in Content-Length.");
        }
    }
}
