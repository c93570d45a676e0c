package dev.promptcards.identity;

import dev.promptcards.http.ApiPaths;
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
/// never none: all three go by the same question.
@ServerFilter("/**")
@Order(-100)
final class RecognisedFilter implements ConditionalFilter {

    private final Recognition recognition;
    private final Origins origins;

    RecognisedFilter(Recognition recognition, Origins origins) {
        this.recognition = recognition;
        this.origins = origins;
    }

    @Override
    public boolean isEnabled(HttpRequest<?> request) {
        return ApiPaths.isPart(request) && Recognised.of(request, recognition).isPresent();
    }

    @PreMatching
    @RequestFilter
    void identify(HttpRequest<?> request, MutablePropagatedContext context) {
        var recognised = Recognised.of(request, recognition).orElseThrow();
        recognised.standing().attachTo(request);
        context.add(recognised.caller());
        context.add(recognised.caller().actor(origins.of(request)));
    }
}
