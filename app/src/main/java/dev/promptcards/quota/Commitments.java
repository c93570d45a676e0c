package dev.promptcards.quota;

import java.math.BigDecimal;
import java.time.Duration;

/// What runs under way have yet to do.
///
/// @param runs how many are running
/// @param executions they still have to make
/// @param costUsd what is reserved for these
/// @param untilOneEnds when the first of them is expected to end, at the pace it has had so far
public record Commitments(int runs, long executions, BigDecimal costUsd, Duration untilOneEnds) {}
