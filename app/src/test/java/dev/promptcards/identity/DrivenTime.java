package dev.promptcards.identity;

import com.github.benmanes.caffeine.cache.Ticker;

import io.micronaut.context.annotation.Replaces;
import io.micronaut.context.annotation.Requires;

import jakarta.inject.Singleton;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.concurrent.atomic.AtomicReference;

/// The time of a [DrivenNode], which stands still until a test moves it.
@Singleton
@Replaces(Clock.class)
@Requires(property = DrivenNode.HAND_DRIVEN)
final class DrivenTime extends Clock implements Ticker {

    // Not behind the database's own clock, by which people and workspaces were made.
    private final AtomicReference<Instant> now =
            new AtomicReference<>(Instant.ofEpochSecond(Instant.now().getEpochSecond() + 60));

    void advance(Duration time) {
        now.updateAndGet(it -> it.plus(time));
    }

    @Override
    public Instant instant() {
        return now.get();
    }

    @Override
    public long read() {
        return Duration.between(Instant.EPOCH, now.get()).toNanos();
    }

    @Override
    public ZoneId getZone() {
        return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
        throw new UnsupportedOperationException();
    }
}
