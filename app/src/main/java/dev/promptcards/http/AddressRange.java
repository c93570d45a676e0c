package dev.promptcards.http;

import java.net.InetAddress;

/// A block of addresses: `10.0.0.0/8`, `fd00::/8`, or a single address.
///
/// @param network the block's first address
/// @param bits how many leading bits all its addresses share
public record AddressRange(InetAddress network, int bits) {

    /// Throws [IllegalArgumentException] where the text is no address and no block.
    public static AddressRange of(String text) {
        int slash = text.indexOf('/');
        InetAddress network = address(slash < 0 ? text : text.substring(0, slash));
        int most = network.getAddress().length * 8;
        int bits = slash < 0 ? most : Integer.parseInt(text.substring(slash + 1));
        if (bits < 0 || bits > most) {
            throw new IllegalArgumentException("no block has " + bits + " bits");
        }
        return new AddressRange(network, bits);
    }

    /// Throws [IllegalArgumentException] where the text is no whole address; no name is looked up.
    static InetAddress address(String text) {
        if (!text.matches("[0-9]+([.][0-9]+){3}|[0-9A-Fa-f.]*:[0-9A-Fa-f:.]*")) {
            // `10/8` would be read as 0.0.0.10, and a zone (`%eth0`) means nothing elsewhere.
            throw new IllegalArgumentException(text + " is no whole address");
        }
        return InetAddress.ofLiteral(text);
    }

    /// Whether it holds this address.
    public boolean contains(InetAddress address) {
        byte[] mine = network.getAddress();
        byte[] other = address.getAddress();
        if (mine.length != other.length) {
            return false;
        }
        for (int bit = 0; bit < bits; bit++) {
            int mask = 0x80 >> (bit % 8);
            if (((mine[bit / 8] ^ other[bit / 8]) & mask) != 0) {
                return false;
            }
        }
        return true;
    }
}
