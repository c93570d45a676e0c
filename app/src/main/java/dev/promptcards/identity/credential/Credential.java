package dev.promptcards.identity.credential;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Optional;
import java.util.UUID;

/// A word a program shows instead of a password: `<kind>_<id>_<secret>_<check>`. The id, 22 digits
/// of base 62, names the row it is looked up by; the secret has 190 random bits; the check is the
/// CRC-32 of everything before it, by which a word that was cut or mistyped is refused unread, and
/// by which scanners tell a leaked one from something that only looks like it.
///
/// @param kind what it is for
/// @param id of the row that knows it
/// @param secret never stored and never logged
public record Credential(Kind kind, UUID id, String secret) {

    private static final int SECRET_WIDTH = 32;
    private static final int ID_AT = "pck_".length();
    private static final int SECRET_AT = ID_AT + Base62.UUID_WIDTH + 1;
    private static final int CHECK_AT = SECRET_AT + SECRET_WIDTH + 1;
    private static final int LENGTH = CHECK_AT + Base62.CHECK_WIDTH;

    /// What a credential is for.
    public enum Kind {
        /// Works in one workspace until it is revoked.
        API_KEY("pck"),
        /// Shown by a program somebody signed in.
        ACCESS_TOKEN("pca"),
        /// Gets the program its next access token.
        REFRESH_TOKEN("pcr"),
        /// Held by a program while somebody is asked to sign it in.
        DEVICE_CODE("pcd");

        private final String prefix;

        Kind(String prefix) {
            this.prefix = prefix;
        }

        /// Whether `word` means to be one of these.
        public boolean marks(String word) {
            return word.startsWith(prefix + "_");
        }
    }

    /// A new one, with a secret nobody can guess.
    public static Credential mint(Kind kind, UUID id) {
        return new Credential(kind, id, Base62.random(SECRET_WIDTH));
    }

    /// Reads a word; empty where it is none of that kind, or its check does not fit.
    public static Optional<Credential> of(Kind kind, String word) {
        if (word.length() != LENGTH
                || !kind.marks(word)
                || word.charAt(SECRET_AT - 1) != '_'
                || word.charAt(CHECK_AT - 1) != '_') {
            return Optional.empty();
        }
        var id = word.substring(ID_AT, SECRET_AT - 1);
        var secret = word.substring(SECRET_AT, CHECK_AT - 1);
        return Base62.isNumber(id)
                        && Base62.isNumber(secret)
                        && word.startsWith(Base62.check(word.substring(0, CHECK_AT - 1)), CHECK_AT)
                ? Base62.uuid(id).map(it -> new Credential(kind, it, secret))
                : Optional.empty();
    }

    /// The word as it is shown, whole.
    public String word() {
        var word = prefix() + secret;
        return word + "_" + Base62.check(word);
    }

    /// How the word begins; enough to find out which one it is, of no use without the rest.
    public String prefix() {
        return prefix(kind, id);
    }

    /// The same of a credential whose secret is not known any more.
    public static String prefix(Kind kind, UUID id) {
        return kind.prefix + "_" + Base62.of(id) + "_";
    }

    /// What is stored: SHA-256 of the secret, which is random enough to need no slower hash.
    public byte[] hash() {
        return hash(secret);
    }

    /// SHA-256 of a text.
    public static byte[] hash(String text) {
        try {
            return MessageDigest.getInstance("SHA-256")
                    .digest(text.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    /// Whether a stored hash is this one's. Takes as long wherever the first difference is.
    public boolean matches(byte[] stored) {
        return MessageDigest.isEqual(hash(), stored);
    }

    @Override
    public String toString() {
        return prefix() + "…";
    }
}
