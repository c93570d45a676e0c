package dev.promptcards.http;

import dev.promptcards.problem.Problem;

import io.micronaut.context.annotation.Value;
import io.micronaut.core.annotation.Order;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.annotation.RequestFilter;
import io.micronaut.http.annotation.ServerFilter;
import io.micronaut.http.server.annotation.PreMatching;

import org.jspecify.annotations.Nullable;

import java.util.regex.Pattern;

/// While the server is bound to this machine only, refuses requests made under another name: a page
/// somebody visits can point its own name at 127.0.0.1 and speak to us through the visitor's
/// browser (DNS rebinding).
@ServerFilter("/**")
@Order(-200)
final class HostFilter {

    private static final Pattern LOOPBACK =
            Pattern.compile("(?i)(localhost|127(\\.\\d{1,3}){3}|\\[::1]|::1)");

    /// As a `Host` header says it: with a port or without, an IPv6 address in brackets.
    private static final Pattern LOOPBACK_HOST =
            Pattern.compile("(?i)(localhost|127(\\.\\d{1,3}){3}|\\[::1])(:\\d+)?");

    private final boolean boundToLoopback;

    private final PublicAddress address;

    HostFilter(@Value("${micronaut.server.host:}") String boundTo, PublicAddress address) {
        this.boundToLoopback = LOOPBACK.matcher(boundTo).matches();
        this.address = address;
    }

    @PreMatching
    @RequestFilter
    void check(HttpRequest<?> request) {
        var host = request.getHeaders().get("Host");
        if (boundToLoopback && !isLoopback(host) && !isPublic(host)) {
            throw new Problem.Forbidden(
                    "This server serves its own machine only. Address it as 127.0.0.1, localhost or"
                        + " [::1]; or set PROMPTCARDS_URL to the address a proxy on this machine"
                        + " serves it at.");
        }
    }

    private boolean isPublic(@Nullable String host) {
        return host != null && address.isOurs(host);
    }

    static boolean isLoopback(@Nullable String host) {
        return host != null && LOOPBACK_HOST.matcher(host).matches();
    }
}
