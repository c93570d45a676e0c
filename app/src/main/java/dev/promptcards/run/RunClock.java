package dev.promptcards.run;

import io.micronaut.context.annotation.Factory;

import jakarta.inject.Singleton;

import java.time.Clock;

/// The clock of the process, a bean so that a test can drive it by hand.
@Factory
class RunClock {

    @Singleton
    Clock clock() {
        return Clock.systemUTC();
    }
}
