package dev.promptcards.tenancy;

import java.time.Instant;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicLong;

/// Ids in the order they were made: UUID version 7 (RFC 9562, method 3), so that an index on ids
/// grows at its end and rows made together lie together.
public final class NewId {

    /// Milliseconds shifted by twelve bits; the low bits count the ids of one millisecond.
    private static final AtomicLong LAST = new AtomicLong();

    private NewId() {}

    /// A new id, greater than every one this process made before.
    public static UUID next() {
        long now = System.currentTimeMillis() << 12;
        long ticket = LAST.updateAndGet(last -> Math.max(now, last + 1));
        long high = (ticket >>> 12 << 16) | 0x7000 | (ticket & 0xfff);
        long low = ThreadLocalRandom.current().nextLong() >>> 2 | Long.MIN_VALUE;
        return new UUID(high, low);
    }

    /// An id of something that happened then: in order among ids of other milliseconds.
    public static UUID at(Instant when) {
        long high =
                when.toEpochMilli() << 16 | 0x7000 | ThreadLocalRandom.current().nextLong(1 << 12);
        long low = ThreadLocalRandom.current().nextLong() >>> 2 | Long.MIN_VALUE;
        return new UUID(high, low);
    }

    /// When an id of this class was made, to the millisecond.
    public static Instant time(UUID id) {
        return Instant.ofEpochMilli(id.getMostSignificantBits() >>> 16);
    }
}
