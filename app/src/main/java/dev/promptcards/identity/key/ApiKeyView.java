package dev.promptcards.identity.key;

import com.fasterxml.jackson.annotation.JsonInclude;

import dev.promptcards.identity.credential.Credential;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.List;
import java.util.UUID;

/// A key on the wire.
///
/// @param prefix how the key begins, by which one that turned up somewhere is found here
/// @param createdBy `user:<id>`, or `local` for a command on the server's machine
/// @param lastUsedAt to the minute; null while it was not used
/// @param key the key itself, in the answer that made it and never again
public record ApiKeyView(
        UUID id,
        String name,
        String prefix,
        List<String> scopes,
        String createdBy,
        Instant createdAt,
        Instant expiresAt,
        @Nullable Instant lastUsedAt,
        @Nullable Instant revokedAt,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String key) {

    static ApiKeyView of(ApiKey key, @Nullable String word) {
        return new ApiKeyView(
                key.id(),
                key.name(),
                Credential.prefix(Credential.Kind.API_KEY, key.id()),
                List.of(key.scopes()),
                key.createdBy(),
                key.createdAt(),
                key.expiresAt(),
                key.lastUsedAt().orElse(null),
                key.revokedAt().orElse(null),
                word);
    }
}
