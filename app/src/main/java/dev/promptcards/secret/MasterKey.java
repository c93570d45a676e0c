package dev.promptcards.secret;

import dev.promptcards.problem.Problem;

import io.micronaut.context.annotation.Property;

import jakarta.inject.Singleton;

import org.jspecify.annotations.Nullable;

import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;

/// The key all secrets are sealed under: `PROMPTCARDS_MASTER_KEY`, or a file in the data directory.
/// It is looked for at first need.
@Singleton
final class MasterKey {

    static final int BYTES = 32;
    static final int ID_BYTES = 4;

    private static final String EXPECTED =
            "32 random bytes in base64, as `openssl rand -base64 32` makes them.";

    private final Optional<String> given;
    private final Optional<Path> directory;
    private byte @Nullable [] loaded;

    MasterKey(
            @Property(name = "promptcards.master.key") Optional<String> given,
            @Property(name = "promptcards.data") Optional<Path> directory) {
        this.given = given.filter(text -> !text.isBlank());
        this.directory = directory;
    }

    synchronized byte[] bytes() {
        if (loaded == null) {
            loaded = load();
        }
        return loaded.clone();
    }

    /// A name for the key that tells nothing about it.
    byte[] id() {
        try {
            return Arrays.copyOf(MessageDigest.getInstance("SHA-256").digest(bytes()), ID_BYTES);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    /// The key in a text, in either alphabet of base64, padded or not.
    static byte[] decode(String origin, String text) {
        try {
            byte[] key =
                    Base64.getDecoder().decode(text.strip().replace('-', '+').replace('_', '/'));
            if (key.length == BYTES) {
                return key;
            }
        } catch (IllegalArgumentException e) {
            // Reported below, without the text.
        }
        throw new Problem.Invalid("%s is not a key. Expected: %s".formatted(origin, EXPECTED));
    }

    private byte[] load() {
        if (given.isPresent()) {
            return decode("PROMPTCARDS_MASTER_KEY", given.get());
        }
        return directory
                .map(MasterKeyFile::in)
                .orElseThrow(
                        () ->
                                new Problem.Invalid(
                                        "There is no master key. Set PROMPTCARDS_MASTER_KEY to "
                                                + EXPECTED));
    }
}
