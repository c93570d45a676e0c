package dev.promptcards.http;

import io.micronaut.core.annotation.Order;
import io.micronaut.http.HttpHeaders;
import io.micronaut.http.HttpMethod;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.annotation.RequestFilter;
import io.micronaut.http.annotation.ServerFilter;
import io.micronaut.http.server.annotation.PreMatching;

/// Refuses changes that a foreign page makes a visitor's browser ask for, signing in included: who
/// is signed in under another's name unawares gives away what they type. What carries its own
/// credential in `Authorization` no page can forge.
@ServerFilter("/**")
@Order(-150)
final class OriginFilter {

    private final SameOrigin sameOrigin;

    OriginFilter(SameOrigin sameOrigin) {
        this.sameOrigin = sameOrigin;
    }

    @PreMatching
    @RequestFilter
    void check(HttpRequest<?> request) {
        if (request.getMethod() != HttpMethod.GET
                && request.getMethod() != HttpMethod.HEAD
                && !request.getHeaders().contains(HttpHeaders.AUTHORIZATION)) {
            sameOrigin.requireUnlessSilent(request);
        }
    }
}
