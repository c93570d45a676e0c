package dev.promptcards.audit.chain;

import java.time.Instant;

/// Where a chain ends.
///
/// @param seq the number of its last event, 0 before the first
/// @param recordedAt when that was; the next event is later
/// @param seal over workspace, seq and hash
record Head(long seq, Instant recordedAt, byte[] hash, byte[] keyId, byte[] seal) {

    /// What the first event follows.
    static final byte[] GENESIS = new byte[32];
}
