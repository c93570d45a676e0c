package dev.promptcards.audit.chain;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.UUID;

/// An event as it is stored.
///
/// @param seq its number in the chain, from 1
/// @param subjectId who it was done to, where that is known
/// @param before JSON of what it was, where there is something to say
/// @param after JSON of what it is now
/// @param originHash of the personal data of who did it
/// @param subjectHash of the personal data of who it was done to
/// @param keyId of the master key it was hashed under
public record AuditEvent(
        UUID workspaceId,
        long seq,
        UUID id,
        Instant createdAt,
        String actorKind,
        String actorId,
        String action,
        String objectKind,
        String objectId,
        String objectName,
        @Nullable UUID subjectId,
        @Nullable String before,
        @Nullable String after,
        byte @Nullable [] originHash,
        byte @Nullable [] subjectHash,
        byte[] keyId,
        byte[] previousHash,
        byte[] hash) {

    /// The same under another key's name, and with another hash.
    AuditEvent with(byte[] itsKeyId, byte[] itsHash) {
        return new AuditEvent(
                workspaceId,
                seq,
                id,
                createdAt,
                actorKind,
                actorId,
                action,
                objectKind,
                objectId,
                objectName,
                subjectId,
                before,
                after,
                originHash,
                subjectHash,
                itsKeyId,
                previousHash,
                itsHash);
    }

    /// Everything but its own hash, as it would be at a place of the chain.
    void encode(Encoding out, long place) {
        out.bytes(previousHash)
                .id(workspaceId)
                .number(place)
                .id(id)
                .time(createdAt)
                .text(actorKind)
                .text(actorId)
                .text(action)
                .text(objectKind)
                .text(objectId)
                .text(objectName)
                .id(subjectId)
                .json(before)
                .json(after)
                .bytes(originHash)
                .bytes(subjectHash)
                .bytes(keyId);
    }
}
