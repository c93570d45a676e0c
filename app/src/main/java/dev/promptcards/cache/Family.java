package dev.promptcards.cache;

import java.time.Duration;
import java.util.Locale;

/// Every kind of thing that is remembered and can go stale, with how long a value of it may live.
/// A key of a family begins with its word.
public enum Family {
    /// A session: what its row said. It belongs to a person and no workspace, and carries its age.
    SESSION(Duration.ofHours(24)),
    /// The version a label points at.
    LABEL(Duration.ofSeconds(60)),
    /// The figures of a report, which takes ten seconds at most, and may have to wait for a place.
    METRICS(Duration.ofMinutes(1), Duration.ofSeconds(15)),
    /// What somebody may do in a workspace: in the process only, never in Redis.
    PERMISSION(Duration.ofSeconds(5));

    private final Duration timeToLive;
    private final Duration lease;

    Family(Duration timeToLive) {
        this(timeToLive, Duration.ofSeconds(3));
    }

    Family(Duration timeToLive, Duration lease) {
        this.timeToLive = timeToLive;
        this.lease = lease;
    }

    /// How long a value lives, from when it is stored.
    public Duration timeToLive() {
        return timeToLive;
    }

    /// How long a lease stands: who reads for longer stores nothing.
    public Duration lease() {
        return lease;
    }

    /// As keys begin and metrics name it: `label`.
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
