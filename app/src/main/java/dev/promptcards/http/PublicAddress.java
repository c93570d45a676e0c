package dev.promptcards.http;

import dev.promptcards.problem.Problem;

import io.micronaut.context.BeanProvider;
import io.micronaut.context.annotation.Value;
import io.micronaut.http.HttpRequest;
import io.micronaut.runtime.server.EmbeddedServer;

import jakarta.inject.Singleton;

import java.net.URI;
import java.util.Locale;
import java.util.Optional;

/// The address people reach this server at: `PROMPTCARDS_URL`, or where it listens. Links are made
/// of it, never of a request's `Host`, which whoever sends the request chooses.
@Singleton
public final class PublicAddress {

    private final Optional<URI> configured;
    private final BeanProvider<EmbeddedServer> server;

    PublicAddress(@Value("${promptcards.url:}") String url, BeanProvider<EmbeddedServer> server) {
        this.configured = url.isBlank() ? Optional.empty() : Optional.of(parse(url.strip()));
        this.server = server;
    }

    /// An address such as `https://cards.example.org`.
    ///
    /// @throws Problem.Invalid when it is none, has a path, or is http anywhere but on this
    ///     machine, where a session's cookie could be read on its way
    public static URI parse(String url) {
        URI uri;
        try {
            uri = URI.create(url.replaceFirst("/+$", ""));
        } catch (IllegalArgumentException e) {
            throw refused();
        }
        var scheme = String.valueOf(uri.getScheme()).toLowerCase(Locale.ROOT);
        if (uri.getHost() == null
                || !String.valueOf(uri.getRawPath()).isEmpty()
                || uri.getRawQuery() != null
                || uri.getRawFragment() != null
                || uri.getRawUserInfo() != null
                || !(scheme.equals("https")
                        || scheme.equals("http") && HostFilter.isLoopback(uri.getHost()))) {
            throw refused();
        }
        return uri;
    }

    /// Whether a host's name or address means this machine alone.
    public static boolean isLoopback(String host) {
        return HostFilter.isLoopback(host);
    }

    /// Where `path` is, for a link: `https://cards.example.org/join/…`.
    public URI link(String path) {
        return URI.create(base() + path);
    }

    /// Whether cookies are for https alone. They are not on this machine over http, where nobody
    /// reads along and Safari would drop them.
    public boolean isSecure() {
        return configured.filter(uri -> "https".equalsIgnoreCase(uri.getScheme())).isPresent();
    }

    /// What a page of this server says in the header `Origin` (RFC 6454) of a request like this.
    String origin(HttpRequest<?> request) {
        return configured
                .map(URI::toString)
                // HostFilter has seen to it that the host is this machine.
                .orElseGet(() -> "http://" + request.getHeaders().get("Host"));
    }

    /// Whether requests may name this host.
    boolean isOurs(String host) {
        return configured.filter(uri -> host.equalsIgnoreCase(uri.getRawAuthority())).isPresent();
    }

    private URI base() {
        return configured.orElseGet(() -> URI.create("http://127.0.0.1:" + server.get().getPort()));
    }

    private static Problem refused() {
        return new Problem.Invalid(
                "PROMPTCARDS_URL must be the address people open, such as"
                        + " https://cards.example.org, without a path. Plain http is taken for"
                        + " localhost alone: put a proxy that speaks TLS in front.");
    }
}
