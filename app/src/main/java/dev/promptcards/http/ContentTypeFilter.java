package dev.promptcards.http;

import io.micronaut.core.annotation.Order;
import io.micronaut.http.MutableHttpResponse;
import io.micronaut.http.annotation.ResponseFilter;
import io.micronaut.http.annotation.ServerFilter;
import io.micronaut.http.server.annotation.PreMatching;

/// Tells browsers to take every answer for what its `Content-Type` says, and to guess nothing: an
/// output of a model that looks like a page is none.
@ServerFilter("/**")
@Order(-300)
final class ContentTypeFilter {

    @ResponseFilter
    void mark(MutableHttpResponse<?> response) {
        response.getHeaders().set("X-Content-Type-Options", "nosniff");
    }

    /// What is refused before an endpoint is looked for passes by the other one.
    @PreMatching
    @ResponseFilter
    void markRefused(MutableHttpResponse<?> response) {
        mark(response);
    }
}
