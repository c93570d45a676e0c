package dev.promptcards.card.transfer;

import java.util.HexFormat;

/// The hash of a content as a value that compares.
record ContentKey(String hex) {

    static ContentKey of(byte[] hash) {
        return new ContentKey(HexFormat.of().formatHex(hash));
    }

    byte[] bytes() {
        return HexFormat.of().parseHex(hex);
    }
}
