package dev.promptcards.provider.http;

import dev.promptcards.http.AddressRange;

import java.net.InetAddress;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// One entry of `PROMPTCARDS_ALLOW_ADDRESSES`: an address, a block of them or a host name, and the
/// one port it holds for where it names one.
///
/// @param range empty for a host name
/// @param host in small letters
record AllowedAddress(Optional<AddressRange> range, String host, OptionalInt port) {

    private static final Pattern WITH_PORT =
            Pattern.compile("(\\[[^\\]]*]|[^:\\[\\]]*):(\\d{1,5})");
    private static final Pattern NAME = Pattern.compile("[a-z0-9_]([a-z0-9_.-]*[a-z0-9_])?");
    private static final int HIGHEST_PORT = 65_535;

    /// Throws [IllegalArgumentException] where the text is none of them.
    static AllowedAddress of(String written) {
        String entry = written.strip().toLowerCase(Locale.ROOT);
        Matcher split = WITH_PORT.matcher(entry);
        boolean ported = split.matches();
        String bare = (ported ? split.group(1) : entry).replaceFirst("^\\[(.*)]$", "$1");
        OptionalInt port = ported ? OptionalInt.of(port(split.group(2))) : OptionalInt.empty();
        boolean name = NAME.matcher(bare).matches() && !bare.matches("[0-9.]+");
        return new AllowedAddress(
                name ? Optional.empty() : Optional.of(AddressRange.of(bare)), bare, port);
    }

    /// Whether it allows a connection. A name vouches for what only this machine or its network
    /// reaches, and for nothing worse: nobody's model lives at a metadata service.
    ///
    /// @param name in small letters, without a closing dot
    boolean allows(String name, InetAddress address, int wanted, AddressKind kind) {
        if (port.isPresent() && port.getAsInt() != wanted) {
            return false;
        }
        return range.isPresent()
                ? range.get().contains(address)
                : kind.isVouchedFor() && host.equals(name);
    }

    private static int port(String text) {
        int port = Integer.parseInt(text);
        if (port < 1 || port > HIGHEST_PORT) {
            throw new IllegalArgumentException("there is no port " + port);
        }
        return port;
    }
}
