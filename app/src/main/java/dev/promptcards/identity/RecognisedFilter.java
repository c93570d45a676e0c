package dev.promptcards.identity;

import dev.promptcards.http.Origins;

import io.micronaut.core.annotation.Order;
import io.micronaut.core.propagation.MutablePropagatedContext;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.annotation.RequestFilter;
import io.micronaut.http.annotation.ServerFilter;
import io.micronaut.http.filter.ConditionalFilter;
import io.micronaut.http.server.annotation.PreMatching;

/// Does for requests all is remembered of what [CallerFilter] and [MembershipFilter] do for the
/// others, without leaving the event loop. Of each request either this one decides or those do, and
/// never none: all three stand on the same paths.
@ServerFilter("/api/**")
@Order(-100)
final class RecognisedFilter implements ConditionalFilter {

    private final Recognition recognition;

    RecognisedFilter(Recognition recognition) {
        this.recognition = recognition;
    }

    @Override
    public boolean isEnabled(HttpRequest<?> request) {
        return Recognised.of(request, recognition).isPresent();
    }

    @PreMatching
    @RequestFilter
    void identify(HttpRequest<?> request, MutablePropagatedContext context) {
        var recognised = Recognised.of(request, recognition).orElseThrow();
        recognised.standing().attachTo(request);
        context.add(recognised.caller());
        context.add(recognised.caller().actor(Origins.of(request)));
    }
}
