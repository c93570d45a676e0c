package dev.promptcards.provider.http;

import dev.promptcards.http.AddressRange;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/// What an address is for, by the registries of special-purpose addresses (RFC 6890 and its
/// successors) and the documentation of the clouds.
enum AddressKind {
    PUBLIC("a public address"),
    LOOPBACK("a loopback address"),
    PRIVATE("a private address"),
    LINK_LOCAL("a link-local address"),
    METADATA("the address of a cloud's metadata service"),
    MULTICAST("a multicast address"),
    TUNNEL("an address that stands for one of another network"),
    RESERVED("a reserved address");

    /// First match wins, so what is narrower stands first.
    private static final List<Map.Entry<AddressRange, AddressKind>> TABLE =
            List.of(
                    entry("169.254.169.254", METADATA),
                    entry("169.254.170.2", METADATA),
                    entry("100.100.100.200", METADATA),
                    entry("192.0.0.192", METADATA),
                    entry("168.63.129.16", METADATA),
                    entry("fd00:ec2::254", METADATA),
                    entry("fd20:ce::254", METADATA),
                    entry("127.0.0.0/8", LOOPBACK),
                    entry("::1", LOOPBACK),
                    entry("10.0.0.0/8", PRIVATE),
                    entry("172.16.0.0/12", PRIVATE),
                    entry("192.168.0.0/16", PRIVATE),
                    entry("100.64.0.0/10", PRIVATE),
                    entry("fc00::/7", PRIVATE),
                    entry("fec0::/10", PRIVATE),
                    entry("169.254.0.0/16", LINK_LOCAL),
                    entry("fe80::/10", LINK_LOCAL),
                    entry("224.0.0.0/4", MULTICAST),
                    entry("ff00::/8", MULTICAST),
                    entry("0.0.0.0/8", RESERVED),
                    entry("192.0.0.0/24", RESERVED),
                    entry("192.0.2.0/24", RESERVED),
                    entry("198.18.0.0/15", RESERVED),
                    entry("198.51.100.0/24", RESERVED),
                    entry("203.0.113.0/24", RESERVED),
                    entry("240.0.0.0/4", RESERVED),
                    entry("192.88.99.0/24", TUNNEL),
                    entry("::", RESERVED),
                    entry("100::/64", RESERVED),
                    entry("100:0:0:1::/64", RESERVED),
                    entry("2001:db8::/32", RESERVED),
                    entry("3fff::/20", RESERVED),
                    entry("5f00::/16", RESERVED),
                    // Compatible and mapped (RFC 4291; Java makes IPv4 of the latter), translated
                    // (RFC 2765), 6to4, Teredo, and the NAT64 of one network (RFC 8215).
                    entry("::/96", TUNNEL),
                    entry("::ffff:0:0:0/96", TUNNEL),
                    entry("2002::/16", TUNNEL),
                    entry("2001::/32", TUNNEL),
                    entry("64:ff9b:1::/48", TUNNEL),
                    entry("2001::/23", RESERVED));

    /// NAT64 (RFC 6052): how a network without IPv4 reaches all of it. Judged by what it stands
    /// for.
    private static final AddressRange NAT64 = AddressRange.of("64:ff9b::/96");

    private final String description;

    AddressKind(String description) {
        this.description = description;
    }

    /// With its article, to be put into a sentence.
    String description() {
        return description;
    }

    static AddressKind of(InetAddress address) {
        for (var entry : TABLE) {
            if (entry.getKey().contains(address)) {
                return entry.getValue();
            }
        }
        return NAT64.contains(address) ? of(lastFour(address.getAddress())) : PUBLIC;
    }

    /// Whether a host's name can vouch for such an address.
    boolean isVouchedFor() {
        return this == LOOPBACK || this == PRIVATE;
    }

    private static InetAddress lastFour(byte[] bytes) {
        try {
            return InetAddress.getByAddress(Arrays.copyOfRange(bytes, 12, 16));
        } catch (UnknownHostException e) {
            throw new IllegalStateException("Four bytes are an address", e);
        }
    }

    private static Map.Entry<AddressRange, AddressKind> entry(String range, AddressKind kind) {
        return Map.entry(AddressRange.of(range), kind);
    }
}
