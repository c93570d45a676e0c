package dev.promptcards.audit.search;

import com.fasterxml.jackson.databind.JsonNode;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.UUID;

/// An event as people see it, with the personal data beside it.
///
/// @param actor who did it: `local`, `user:<id>`, `key:<id>`, `system`
/// @param address where from; null where it is not known, or erased
/// @param details what is said of the person it was done to
/// @param erased whether personal data of it is gone
/// @param hash in hexadecimal
public record FoundEvent(
        long seq,
        UUID id,
        Instant at,
        String actor,
        String action,
        String objectKind,
        String objectId,
        String objectName,
        @Nullable UUID subjectId,
        @Nullable JsonNode before,
        @Nullable JsonNode after,
        @Nullable String address,
        @Nullable String userAgent,
        @Nullable JsonNode details,
        boolean erased,
        String hash) {}
