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
    /// The figures of a report.
    METRICS(Duration.ofMinutes(1)),
    /// What somebody may do in a workspace: in the process only, never in Redis.
    PERMISSION(Duration.ofSeconds(5));

    private final Duration timeToLive;

    Family(Duration timeToLive) {
        this.timeToLive = timeToLive;
    }

    /// How long a value lives, from when it is stored.
    public Duration timeToLive() {
        return timeToLive;
    }

    /// As keys begin and metrics name it: `label`.
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
