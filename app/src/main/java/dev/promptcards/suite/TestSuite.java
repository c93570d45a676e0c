package dev.promptcards.suite;

import java.time.Instant;
import java.util.UUID;

/// A suite as it is listed.
///
/// @param revision the newest published revision; 0 before the first
/// @param cases how many cases that revision holds
public record TestSuite(
        UUID id,
        String slug,
        String name,
        String description,
        int revision,
        int cases,
        Instant createdAt,
        Instant updatedAt) {}
