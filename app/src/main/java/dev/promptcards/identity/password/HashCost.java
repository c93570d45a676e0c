package dev.promptcards.identity.password;

import io.micronaut.context.annotation.Value;

import jakarta.inject.Singleton;

/// What a hash of Argon2id costs who makes it, and who guesses. By default what OWASP's Password
/// Storage Cheat Sheet recommends: 19 MiB, two passes, one lane.
///
/// @param memoryKib memory, in KiB
/// @param passes how often the memory is gone over
/// @param lanes how many parts of it are independent
@Singleton
record HashCost(
        @Value("${promptcards.password.memory-kib:19456}") int memoryKib,
        @Value("${promptcards.password.passes:2}") int passes,
        @Value("${promptcards.password.lanes:1}") int lanes) {}
