package dev.promptcards.cache;

import com.github.benmanes.caffeine.cache.Ticker;

import io.micronaut.context.annotation.Factory;
import io.micronaut.context.annotation.Requires;

import jakarta.inject.Singleton;

/// What the age of a remembered answer is measured by: it never goes back, as a clock may. A bean
/// so that a test can drive it by hand.
@Factory
class Ages {

    @Singleton
    @Requires(missingBeans = Ticker.class)
    Ticker ticker() {
        return Ticker.systemTicker();
    }
}
