package dev.promptcards.http;

import dev.promptcards.tenancy.Actor;

import io.micronaut.http.HttpHeaders;
import io.micronaut.http.HttpRequest;

/// Where requests come from.
public final class Origins {

    private static final int LONGEST_AGENT = 200;

    private Origins() {}

    /// The peer's address and what the client calls itself. Personal data.
    public static Actor.Origin of(HttpRequest<?> request) {
        var agent = request.getHeaders().get(HttpHeaders.USER_AGENT);
        return new Actor.Origin(
                request.getRemoteAddress().getAddress().getHostAddress(),
                agent == null ? "" : agent.substring(0, Math.min(agent.length(), LONGEST_AGENT)));
    }
}
