package dev.promptcards.audit.chain;

import org.jspecify.annotations.Nullable;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.UUID;
import java.util.function.Consumer;

/// The bytes a hash is taken over: every part is led by its length, and an absent one by a length
/// no part has, so that no two contents give the same bytes.
final class Encoding {

    private static final int ABSENT = -1;

    private final Consumer<byte[]> sink;

    /// @param sink takes the bytes as they come: a digest, a message authentication code
    Encoding(Consumer<byte[]> sink) {
        this.sink = sink;
    }

    Encoding bytes(byte @Nullable [] part) {
        sink.accept(
                ByteBuffer.allocate(Integer.BYTES)
                        .putInt(part == null ? ABSENT : part.length)
                        .array());
        if (part != null) {
            sink.accept(part);
        }
        return this;
    }

    Encoding text(@Nullable String part) {
        return bytes(part == null ? null : part.getBytes(StandardCharsets.UTF_8));
    }

    /// JSON as PostgreSQL spells it.
    Encoding json(@Nullable String part) {
        return text(part == null ? null : AuditJson.canonical(part));
    }

    Encoding number(long part) {
        return bytes(ByteBuffer.allocate(Long.BYTES).putLong(part).array());
    }

    Encoding id(@Nullable UUID part) {
        return bytes(
                part == null
                        ? null
                        : ByteBuffer.allocate(2 * Long.BYTES)
                                .putLong(part.getMostSignificantBits())
                                .putLong(part.getLeastSignificantBits())
                                .array());
    }

    /// To the microsecond, which is what the database keeps.
    Encoding time(Instant part) {
        return number(
                Math.addExact(
                        Math.multiplyExact(part.getEpochSecond(), 1_000_000L),
                        part.getNano() / 1_000));
    }
}
