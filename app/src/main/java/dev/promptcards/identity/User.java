package dev.promptcards.identity;

import com.fasterxml.jackson.databind.JsonNode;

import dev.promptcards.http.EntityTag;
import dev.promptcards.tenancy.UserId;

import org.jspecify.annotations.Nullable;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Optional;

/// A person as the installation knows them. Personal data: it is shown to the person and to who
/// shares a workspace with them, and never logged.
///
/// @param email what they sign in with
/// @param displayName what others see
/// @param preferences theirs alone; the pages decide what stands there
/// @param admin whether they run the installation
/// @param disabledAt since when they cannot sign in any more; null while they can
public record User(
        UserId id,
        String email,
        String displayName,
        JsonNode preferences,
        boolean admin,
        Instant createdAt,
        @Nullable Instant disabledAt) {

    private static final int TAG_BYTES = 16;

    /// Since when they cannot sign in any more.
    public Optional<Instant> disabled() {
        return Optional.ofNullable(disabledAt);
    }

    /// Names the state of what the person may change.
    public EntityTag entityTag() {
        try {
            var digest =
                    MessageDigest.getInstance("SHA-256")
                            .digest(
                                    (displayName + '\0' + preferences)
                                            .getBytes(StandardCharsets.UTF_8));
            return new EntityTag(HexFormat.of().formatHex(digest, 0, TAG_BYTES));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    @Override
    public String toString() {
        return "User[" + id + "]";
    }
}
