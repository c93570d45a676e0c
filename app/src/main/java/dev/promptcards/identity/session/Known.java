package dev.promptcards.identity.session;

import java.security.MessageDigest;

/// What the row of a session said.
///
/// @param secretHash SHA-256 of the secret that opens it
/// @param live whether it was neither revoked nor expired, of somebody who was not disabled
@SuppressWarnings("ArrayRecordComponent") // Never compared as a whole, and never changed.
record Known(byte[] secretHash, boolean live) {

    /// Whether who shows `token` is let in. Takes the same time wherever the first difference is.
    boolean admits(SessionToken token) {
        return live & MessageDigest.isEqual(secretHash, token.hash());
    }
}
