package dev.promptcards.http;

import dev.promptcards.problem.Problem;

import io.micronaut.http.HttpHeaders;
import io.micronaut.http.HttpRequest;

import jakarta.inject.Singleton;

import java.util.Optional;

/// Tells requests that our own pages send from those a foreign page makes a visitor's browser send.
/// Browsers say it themselves, by `Origin` or `Sec-Fetch-Site`, which no page can forge.
@Singleton
public final class SameOrigin {

    private final PublicAddress address;

    SameOrigin(PublicAddress address) {
        this.address = address;
    }

    /// Refuses what a foreign page sent, and what does not say where it comes from.
    public void require(HttpRequest<?> request) {
        if (said(request).isEmpty()) {
            throw new Problem.Forbidden(
                    "A request with a session's cookie must say where it comes from. Send `Origin: %s`, or an API key instead of the cookie."
                            .formatted(address.origin(request)));
        }
        requireUnlessSilent(request);
    }

    /// Whether a page of ours sent it.
    public boolean isOurs(HttpRequest<?> request) {
        return said(request).orElse(false);
    }

    /// Refuses what a foreign page sent. A program that is no browser says nothing and is let
    /// through: it has no cookies of somebody else.
    void requireUnlessSilent(HttpRequest<?> request) {
        if (!said(request).orElse(true)) {
            throw foreign();
        }
    }

    private Optional<Boolean> said(HttpRequest<?> request) {
        var headers = request.getHeaders();
        return Optional.ofNullable(headers.get(HttpHeaders.ORIGIN))
                .map(origin -> origin.equals(address.origin(request)))
                .or(
                        () ->
                                Optional.ofNullable(headers.get("Sec-Fetch-Site"))
                                        .map("same-origin"::equals));
    }

    private Problem foreign() {
        return new Problem.Forbidden(
                "This was sent by a page of another origin. Open %s and do it there."
                        .formatted(address.link("/")));
    }
}
