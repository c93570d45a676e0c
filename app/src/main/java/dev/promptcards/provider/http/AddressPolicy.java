package dev.promptcards.provider.http;

import static dev.promptcards.provider.http.AddressKind.PUBLIC;

import io.micronaut.context.annotation.Value;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;

import java.net.InetAddress;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// Which addresses this server calls. They are written by whoever writes a suite or a connection,
/// so those only this machine or its network can reach are refused unless whoever runs it allows
/// them.
///
/// It is asked for the address that is about to be connected to, after the name was resolved: a
/// name that resolves to something else the second time gains nothing.
@Singleton
public class AddressPolicy {

    /// The environment variable behind the property.
    static final String VARIABLE = "PROMPTCARDS_ALLOW_ADDRESSES";

    private final boolean local;
    private final List<AllowedAddress> allowed = new ArrayList<>();

    /// Throws [IllegalArgumentException] where an entry is neither an address, a block nor a name.
    ///
    /// @param embedded whether the server runs with its embedded database
    /// @param host what the server listens on: with an embedded database on 127.0.0.1, whoever can
    ///     ask it could connect to the loopback himself, and so may it
    /// @param allowed addresses, blocks (`10.0.0.0/8`) and host names, each with a port or without,
    ///     separated by commas
    @Inject
    AddressPolicy(
            @Value("${promptcards.embedded:false}") boolean embedded,
            @Value("${micronaut.server.host:}") String host,
            @Value("${promptcards.allow-addresses:}") String allowed) {
        this(embedded && isLoopback(host), allowed);
    }

    /// @param local whether the loopback is allowed
    public AddressPolicy(boolean local, String allowed) {
        this.local = local;
        for (String entry : allowed.split(",", -1)) {
            if (!entry.isBlank()) {
                this.allowed.add(read(entry.strip()));
            }
        }
    }

    private static AllowedAddress read(String entry) {
        try {
            return AllowedAddress.of(entry);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    """
                    %s: "%s" is no address, no block such as 10.0.0.0/8 and no host name \
                    (a port may stand behind it: llm.internal:8000, [fd00::5]:8000)\
                    """
                            .formatted(VARIABLE, entry),
                    e);
        }
    }

    private static boolean isLoopback(String host) {
        try {
            return host.equals("localhost") || InetAddress.ofLiteral(host).isLoopbackAddress();
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    /// Why a connection to `host` at `address` is refused; empty where it is allowed.
    ///
    /// @param port that is connected to
    public Optional<String> refusal(String host, InetAddress address, int port) {
        AddressKind kind = AddressKind.of(address);
        String name = host.toLowerCase(Locale.ROOT).replaceFirst("\\.$", "");
        if (kind == PUBLIC
                || (local && address.isLoopbackAddress())
                || allowed.stream().anyMatch(entry -> entry.allows(name, address, port, kind))) {
            return Optional.empty();
        }
        String shown = address.getHostAddress();
        return Optional.of(
                "%s is %s, which this server does not call. Whoever runs it can allow it with %s=%s"
                        .formatted(
                                host.equals(shown) ? host : host + " (" + shown + ")",
                                kind.description(),
                                VARIABLE,
                                kind.isVouchedFor() ? name : shown));
    }

    /// The same for a host written as an address, before anything is resolved; a name is decided
    /// when it is connected to.
    public Optional<String> refusal(URI url) {
        String host = url.getHost();
        String bare = host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
        try {
            return refusal(bare, InetAddress.ofLiteral(bare), port(url));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static int port(URI url) {
        if (url.getPort() >= 0) {
            return url.getPort();
        }
        return "https".equalsIgnoreCase(url.getScheme()) ? 443 : 80;
    }
}
