package dev.promptcards.http;

import dev.promptcards.problem.Problem;
import dev.promptcards.tenancy.Actor;

import io.micronaut.context.annotation.Context;
import io.micronaut.context.annotation.Value;
import io.micronaut.http.HttpHeaders;
import io.micronaut.http.HttpRequest;

import java.net.InetAddress;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/// Where requests come from: the connected peer, or who a trusted proxy says it forwards for.
///
/// `X-Forwarded-For` is read from its right end, where the proxies themselves wrote; the first
/// address that is no proxy's is taken. What stands left of it the client may have sent.
/// `Forwarded` (RFC 7239) is not read beside it: a proxy that writes the one hands on the other as
/// the client made it up. Made at the start, so that a mistyped list stops the server.
@Context
public final class Origins {

    private static final int LONGEST_AGENT = 200;

    /// Some proxies write the client's port too: `203.0.113.7:5123`, `[2001:db8::7]:5123`.
    private static final Pattern BRACKETED_OR_PORTED =
            Pattern.compile("^(?:\\[([^]]*)](?::\\d{1,5})?|([\\d.]+):\\d{1,5})$");

    private final List<AddressRange> proxies;

    /// Throws [Problem.Invalid] where an entry is neither an address nor a block.
    ///
    /// @param proxies addresses and blocks (`10.0.0.0/8`) of the proxies in front of this server,
    ///     separated by commas
    Origins(@Value("${promptcards.trusted-proxies:}") String proxies) {
        this.proxies =
                Arrays.stream(proxies.split(","))
                        .map(String::strip)
                        .filter(entry -> !entry.isEmpty())
                        .map(Origins::proxy)
                        .toList();
    }

    private static AddressRange proxy(String entry) {
        try {
            return AddressRange.of(entry);
        } catch (IllegalArgumentException _) {
            throw new Problem.Invalid(
                    "PROMPTCARDS_TRUSTED_PROXIES: `%s` is no address and no block such as 10.0.0.0/8"
                            .formatted(entry));
        }
    }

    /// The client's address and what it calls itself. Personal data.
    public Actor.Origin of(HttpRequest<?> request) {
        var agent = request.getHeaders().get(HttpHeaders.USER_AGENT);
        var client =
                client(
                        request.getRemoteAddress().getAddress(),
                        request.getHeaders().getAll("X-Forwarded-For"));
        return new Actor.Origin(
                client.getHostAddress(),
                agent == null ? "" : agent.substring(0, Math.min(agent.length(), LONGEST_AGENT)));
    }

    /// @param forwardedFor the header's values, in the order they were received
    InetAddress client(InetAddress peer, List<String> forwardedFor) {
        var hops = String.join(",", forwardedFor).split(",");
        var client = peer;
        for (int i = hops.length - 1; i >= 0 && isProxy(client); i--) {
            var before = address(hops[i].strip());
            if (before.isEmpty()) {
                // Not an address (`unknown`, a name): the proxy that wrote it is all we know.
                return client;
            }
            client = before.get();
        }
        return client;
    }

    private boolean isProxy(InetAddress address) {
        return proxies.stream().anyMatch(it -> it.contains(address));
    }

    private static Optional<InetAddress> address(String hop) {
        try {
            return Optional.of(
                    AddressRange.address(BRACKETED_OR_PORTED.matcher(hop).replaceFirst("$1$2")));
        } catch (IllegalArgumentException _) {
            return Optional.empty();
        }
    }
}
