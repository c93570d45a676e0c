package dev.promptcards.identity.session;

import dev.promptcards.tenancy.NewId;
import dev.promptcards.tenancy.UserId;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Optional;
import java.util.UUID;

import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// What the cookie of a session holds: whose it is, which it is, and a secret of 32 random bytes.
/// Of the secret only its SHA-256 is stored: it is random, so that nothing slower is needed.
public final class SessionToken {

    private static final SecureRandom RANDOM = new SecureRandom();
    private static final int SECRET_BYTES = 32;
    private static final int ALL_BYTES = 2 * 2 * Long.BYTES + SECRET_BYTES;
    private static final int TEXT_LENGTH = (ALL_BYTES * 4 + 2) / 3;

    private final UserId user;
    private final UUID session;
    private final byte[] secret;

    private SessionToken(UserId user, UUID session, byte[] secret) {
        this.user = user;
        this.session = session;
        this.secret = secret;
    }

    /// The token of a new session.
    static SessionToken create(UserId user) {
        byte[] secret = new byte[SECRET_BYTES];
        RANDOM.nextBytes(secret);
        return new SessionToken(user, NewId.next(), secret);
    }

    /// Reads what [#text] wrote; empty for everything else.
    static Optional<SessionToken> parse(String text) {
        if (text.length() != TEXT_LENGTH) {
            return Optional.empty();
        }
        try {
            var bytes = ByteBuffer.wrap(Base64.getUrlDecoder().decode(text));
            var user = new UserId(new UUID(bytes.getLong(), bytes.getLong()));
            var session = new UUID(bytes.getLong(), bytes.getLong());
            byte[] secret = new byte[SECRET_BYTES];
            bytes.get(secret);
            return Optional.of(new SessionToken(user, session, secret));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    public UserId user() {
        return user;
    }

    public UUID session() {
        return session;
    }

    /// The cookie's value, in base64url.
    public String text() {
        return base64(
                ByteBuffer.allocate(ALL_BYTES)
                        .putLong(user.value().getMostSignificantBits())
                        .putLong(user.value().getLeastSignificantBits())
                        .putLong(session.getMostSignificantBits())
                        .putLong(session.getLeastSignificantBits())
                        .put(secret)
                        .array());
    }

    /// What a page sends back in `X-CSRF-Token`. Only who has the cookie's secret can make it, so
    /// that nothing has to be stored, and it tells nothing of the secret.
    public String csrfToken() {
        try {
            var mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(secret, "HmacSHA256"));
            return base64(mac.doFinal("csrf".getBytes(StandardCharsets.US_ASCII)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has HmacSHA256", e);
        }
    }

    /// SHA-256 of the secret.
    byte[] hash() {
        try {
            return MessageDigest.getInstance("SHA-256").digest(secret);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    private static String base64(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    @Override
    public String toString() {
        return "SessionToken[" + session + "]";
    }
}
