package dev.promptcards.card.api;

import dev.promptcards.card.serving.ServedCards;
import dev.promptcards.http.WorkspaceFilter;
import dev.promptcards.identity.Permission;
import dev.promptcards.identity.Standing;
import dev.promptcards.tenancy.Workspaces;

import io.micronaut.core.annotation.Order;
import io.micronaut.http.BasicHttpAttributes;
import io.micronaut.http.HttpHeaders;
import io.micronaut.http.HttpMethod;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.annotation.RequestFilter;
import io.micronaut.http.annotation.ServerFilter;
import io.micronaut.http.filter.ConditionalFilter;
import io.micronaut.http.server.annotation.PreMatching;

import org.jspecify.annotations.Nullable;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/// Answers what production systems ask for all day, `GET …/cards/{slug}?label=…`, where everything
/// is remembered: before an endpoint is looked for, which costs more than the answer, and on the
/// event loop. Whatever is not as plain as that, a refusal above all, is [ServedCardController]'s.
///
/// It stands behind the filters that find out who calls, and lets only those be answered whom the
/// endpoint's own rule would let through.
@ServerFilter("/**")
@Order(120)
final class ServedCardFilter implements ConditionalFilter {

    private static final String CARDS = "/cards/";
    private static final String LABEL = "label=";

    private final ServedCards served;
    private final Workspaces workspaces;
    private final Clock clock;
    private volatile Stamp stamp = Stamp.of(Instant.EPOCH);

    ServedCardFilter(ServedCards served, Workspaces workspaces, Clock clock) {
        this.served = served;
        this.workspaces = workspaces;
        this.clock = clock;
    }

    @Override
    public boolean isEnabled(HttpRequest<?> request) {
        var query = request.getUri().getRawQuery();
        return query != null
                && query.startsWith(LABEL)
                && request.getMethod() == HttpMethod.GET
                && WorkspaceFilter.isInside(request);
    }

    @PreMatching
    @RequestFilter
    @Nullable HttpResponse<?> answer(HttpRequest<?> request) {
        var workspace = WorkspaceFilter.slug(request);
        var below = WorkspaceFilter.below(request);
        if (!below.startsWith(CARDS)
                || !Standing.of(request).permissions().contains(Permission.CARD_READ)) {
            return null;
        }
        // As they stand in the address: an escaped one, or one of several parameters, is found by
        // nobody here.
        var slug = below.substring(CARDS.length());
        var label = request.getUri().getRawQuery().substring(LABEL.length());
        return workspaces
                .remembered(workspace)
                .flatMap(id -> served.remembered(id, slug, label))
                .map(
                        version -> {
                            // What metrics name the request by, since no route was found.
                            BasicHttpAttributes.setUriTemplate(
                                    request, "/api/v1/workspaces/{workspace}/cards/{slug}");
                            var known = request.getHeaders().get(HttpHeaders.IF_NONE_MATCH);
                            return ServedCardController.answer(version, Optional.ofNullable(known))
                                    .header(HttpHeaders.DATE, date());
                        })
                .orElse(null);
    }

    /// What a route's answer is given by the framework (RFC 9110, 6.6.1), written once a second.
    private String date() {
        var now = clock.instant().truncatedTo(ChronoUnit.SECONDS);
        var last = stamp;
        if (!last.second().equals(now)) {
            last = Stamp.of(now);
            stamp = last;
        }
        return last.text();
    }

    private record Stamp(Instant second, String text) {

        static Stamp of(Instant second) {
            return new Stamp(
                    second,
                    DateTimeFormatter.RFC_1123_DATE_TIME.format(second.atOffset(ZoneOffset.UTC)));
        }
    }
}
