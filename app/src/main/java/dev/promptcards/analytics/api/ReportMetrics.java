package dev.promptcards.analytics.api;

import dev.promptcards.analytics.Report;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;

import jakarta.inject.Singleton;

import java.time.Duration;

/// What reports are measured by. The names are part of the interface: `docs/reports.md` lists them.
@Singleton
class ReportMetrics {

    private static final Duration[] BOUNDS = {
        Duration.ofMillis(2),
        Duration.ofMillis(10),
        Duration.ofMillis(50),
        Duration.ofMillis(100),
        Duration.ofSeconds(1),
        Duration.ofSeconds(10),
    };

    private final MeterRegistry registry;

    ReportMetrics(MeterRegistry registry) {
        this.registry = registry;
    }

    /// Answered from Redis, or with the answer to somebody who asked the same.
    void hit(Report report) {
        asked(report, "hit");
    }

    /// Asked the database.
    void miss(Report report) {
        asked(report, "miss");
    }

    /// How long the database took.
    void took(Report report, Duration time) {
        Timer.builder("promptcards.report")
                .description("Time the database took for a report")
                .tag("report", report.name())
                .serviceLevelObjectives(BOUNDS)
                .register(registry)
                .record(time);
    }

    /// Cut short at the limit.
    void cancelled(Report report) {
        Counter.builder("promptcards.report.cancelled")
                .description("Reports cut short at the limit")
                .tag("report", report.name())
                .register(registry)
                .increment();
    }

    private void asked(Report report, String cache) {
        Counter.builder("promptcards.report.requests")
                .description("Reports asked for, by what the cache had: hit or miss")
                .tag("report", report.name())
                .tag("cache", cache)
                .register(registry)
                .increment();
    }
}
