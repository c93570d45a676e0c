package dev.promptcards.provider.http;

import java.net.InetAddress;

/// A block of addresses: `10.0.0.0/8`, `fd00::/8`, or a single address.
///
/// @param network the block's first address
/// @param bits how many leading bits all its addresses share
record AddressRange(InetAddress network, int bits) {

    /// Throws [IllegalArgumentException] where the text is no address and no block.
    static AddressRange of(String text) {
        int slash = text.indexOf('/');
        String address = slash < 0 ? text : text.substring(0, slash);
        if (!address.matches("[0-9]+([.][0-9]+){3}|.*:.*")) {
            // `10/8` would be read as 0.0.0.10.
            throw new IllegalArgumentException(address + " is no whole address");
        }
        InetAddress network = InetAddress.ofLiteral(address);
        int most = network.getAddress().length * 8;
        int bits = slash < 0 ? most : Integer.parseInt(text.substring(slash + 1));
        if (bits < 0 || bits > most) {
            throw new IllegalArgumentException("no block has " + bits + " bits");
        }
        return new AddressRange(network, bits);
    }

    boolean contains(InetAddress address) {
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
