package dev.promptcards.assertion.measure;

import java.util.OptionalDouble;
import java.util.OptionalLong;

/// What is known of how an output came about; empty is unknown, which is not 0. A `cached` answer
/// was not waited for, whatever latency stands beside it.
public record Measures(OptionalLong latencyMillis, OptionalDouble costUsd, boolean cached) {}
