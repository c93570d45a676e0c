package dev.promptcards.provider.http;

import static dev.promptcards.provider.http.AddressKind.LOOPBACK;
import static dev.promptcards.provider.http.AddressKind.PRIVATE;
import static dev.promptcards.provider.http.AddressKind.PUBLIC;

import io.micronaut.context.annotation.Value;

import jakarta.inject.Singleton;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/// Which addresses a provider may be called at. A base URL is written by whoever writes a suite, so
/// the addresses only this machine or its network can reach are refused unless its owner allows
/// them.
///
/// It is asked for the address that is about to be connected to, after the name was resolved: a
/// name that resolves to something else the second time gains nothing.
@Singleton
public class AddressPolicy {

    /// The environment variable behind the property.
    static final String VARIABLE = "PROMPTCARDS_ALLOW_ADDRESSES";

    private final boolean local;
    private final List<AddressRange> ranges = new ArrayList<>();
    private final Set<String> hosts = new HashSet<>();

    /// Throws [IllegalArgumentException] where an entry is neither an address, a block nor a name.
    ///
    /// @param local whether loopback and private addresses are allowed: the server listens on
    ///     127.0.0.1 with its embedded database, so whoever can ask it could connect there himself
    /// @param allowed addresses, blocks (`10.0.0.0/8`) and host names, separated by commas
    public AddressPolicy(
            @Value("${promptcards.embedded:false}") boolean local,
            @Value("${promptcards.allow-addresses:}") String allowed) {
        this.local = local;
        for (String entry : allowed.split(",", -1)) {
            allow(entry.strip().toLowerCase(Locale.ROOT));
        }
    }

    private void allow(String entry) {
        if (entry.isEmpty()) {
            return;
        }
        if (entry.matches("[a-z0-9_]([a-z0-9_.-]*[a-z0-9_])?") && !entry.matches("[0-9.]+")) {
            hosts.add(entry);
            return;
        }
        try {
            ranges.add(AddressRange.of(entry));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    """
                    %s: "%s" is no address, no block such as 10.0.0.0/8 and no host name \
                    (ports are not given)\
                    """
                            .formatted(VARIABLE, entry),
                    e);
        }
    }

    /// Why a connection to `host` at `address` is refused; empty where it is allowed.
    public Optional<String> refusal(String host, InetAddress address) {
        AddressKind kind = AddressKind.of(address);
        boolean allowed =
                kind == PUBLIC
                        || (local && (kind == LOOPBACK || kind == PRIVATE))
                        || hosts.contains(host.toLowerCase(Locale.ROOT))
                        || ranges.stream().anyMatch(range -> range.contains(address));
        if (allowed) {
            return Optional.empty();
        }
        String shown = address.getHostAddress();
        return Optional.of(
                "%s is %s, which this server does not call. Whoever runs it can allow it with %s=%s"
                        .formatted(
                                host.equals(shown) ? host : host + " (" + shown + ")",
                                kind.description(),
                                VARIABLE,
                                host));
    }

    /// The same for a host written as an address, before anything is resolved; a name is decided
    /// when it is connected to.
    public Optional<String> refusal(String host) {
        String bare = host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
        try {
            return refusal(bare, InetAddress.ofLiteral(bare));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
