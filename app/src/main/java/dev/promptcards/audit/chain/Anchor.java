package dev.promptcards.audit.chain;

import dev.promptcards.problem.Problem;

import java.util.HexFormat;

/// A place of a chain that somebody noted outside the database: the number of an event, and its
/// hash in hexadecimal. To a caller it is `17:9f86d0…`.
public record Anchor(long seq, String hash) {

    static Anchor of(long seq, byte[] hash) {
        return new Anchor(seq, HexFormat.of().formatHex(hash));
    }

    /// Reads what [#toString] wrote.
    public static Anchor parse(String word) {
        int colon = word.indexOf(':');
        if (!word.matches("[1-9][0-9]{0,17}:[0-9a-f]{64}")) {
            throw new Problem.Invalid(
                    "anchor: expected NUMBER:HASH, as a verification gives it under `end`");
        }
        return new Anchor(Long.parseLong(word, 0, colon, 10), word.substring(colon + 1));
    }

    boolean is(AuditEvent event) {
        return seq == event.seq() && hash.equals(HexFormat.of().formatHex(event.hash()));
    }

    @Override
    public String toString() {
        return seq + ":" + hash;
    }
}
