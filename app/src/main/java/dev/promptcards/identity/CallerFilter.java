package dev.promptcards.identity;

import dev.promptcards.http.ApiPaths;
import dev.promptcards.http.Origins;
import dev.promptcards.problem.Problem;
import dev.promptcards.tenancy.Actor;

import io.micronaut.core.annotation.Order;
import io.micronaut.core.propagation.MutablePropagatedContext;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.annotation.RequestFilter;
import io.micronaut.http.annotation.ServerFilter;
import io.micronaut.http.filter.ConditionalFilter;
import io.micronaut.http.server.annotation.PreMatching;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;

import java.util.List;
import java.util.Optional;

/// Finds out who calls, before anything else is looked at: to somebody unknown no address under
/// `/api` tells whether there is something behind it. Only signing in is open. Requests all is
/// remembered of are [RecognisedFilter]'s.
@ServerFilter("/**")
@Order(-100)
final class CallerFilter implements ConditionalFilter {

    /// What is open to everybody: how one becomes a caller.
    static final String OPEN = "/api/v1/auth/";

    private final List<CallerSource> sources;
    private final Origins origins;
    private final Recognition recognition;
    private final String remedy;

    CallerFilter(List<CallerSource> sources, Origins origins, Recognition recognition) {
        this.sources = sources;
        this.origins = origins;
        this.recognition = recognition;
        this.remedy =
                "Sign in, or send `Authorization: Bearer <API key>`."
                        + (sources.stream().anyMatch(LocalToken.class::isInstance)
                                ? " The token for this machine stands in server.json in the data"
                                        + " directory."
                                : "");
    }

    @Override
    public boolean isEnabled(HttpRequest<?> request) {
        return ApiPaths.isPart(request) && Recognised.of(request, recognition).isEmpty();
    }

    static boolean isOpen(HttpRequest<?> request) {
        return request.getPath().startsWith(OPEN);
    }

    @PreMatching
    @RequestFilter
    @ExecuteOn(TaskExecutors.BLOCKING)
    void identify(HttpRequest<?> request, MutablePropagatedContext context) {
        Optional<Caller> caller =
                sources.stream().flatMap(it -> it.callerOf(request).stream()).findFirst();
        if (caller.isEmpty() && !isOpen(request)) {
            throw new Problem.Unauthenticated(remedy);
        }
        var origin = origins.of(request);
        caller.ifPresent(context::add);
        context.add(
                caller.map(it -> it.actor(origin))
                        .orElse(new Actor(Actor.Kind.SYSTEM, "", Optional.of(origin))));
    }
}
