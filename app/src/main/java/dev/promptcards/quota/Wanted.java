package dev.promptcards.quota;

import java.math.BigDecimal;

/// What somebody is about to begin, beside what is under way.
///
/// @param executions how many
/// @param costUsd what they are expected to cost, as far as prices are known
/// @param mayCost whether they cost anything, at a price that is known or not
public record Wanted(long executions, BigDecimal costUsd, boolean mayCost) {}
