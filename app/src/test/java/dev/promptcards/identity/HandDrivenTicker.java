package dev.promptcards.identity;

import com.github.benmanes.caffeine.cache.Ticker;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

/// Time that passes when a test says so.
public final class HandDrivenTicker implements Ticker {

    private final AtomicLong nanos = new AtomicLong(System.nanoTime());

    public void pass(Duration time) {
        nanos.addAndGet(time.toNanos());
    }

    @Override
    public long read() {
        return nanos.get();
    }
}
