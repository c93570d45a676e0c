package dev.promptcards.audit.chain;

import org.jspecify.annotations.Nullable;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.UUID;

/// What an event says about a person, apart from the event so that it can be erased.
///
/// @param salt random, so that nobody can guess the erased from its hash
/// @param userId the person, where it is known which
/// @param details JSON, such as the address an invitation went to
public record PersonalData(
        byte[] salt,
        @Nullable UUID userId,
        String address,
        String userAgent,
        @Nullable String details) {

    /// SHA-256 over all of it, and its place: what the event holds of it.
    byte[] hash(Role role) {
        var digest = sha256();
        new Encoding(digest::update)
                .text(role.word())
                .bytes(salt)
                .id(userId)
                .text(address)
                .text(userAgent)
                .json(details);
        return digest.digest();
    }

    /// Which of the two people an event knows.
    public enum Role {
        /// Who did it, and from where.
        ORIGIN("origin"),
        /// Who it was done to.
        SUBJECT("subject");

        private final String word;

        Role(String word) {
            this.word = word;
        }

        /// As it is stored.
        public String word() {
            return word;
        }
    }

    static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
