package dev.promptcards.promptfoo.result.file;

import dev.promptcards.promptfoo.result.Columns;
import dev.promptcards.promptfoo.result.compare.Comparison;

import java.util.Optional;

/// What is known of a run once all its executions were read.
///
/// @param columns with their sums and derived metrics
/// @param durationMillis how long the run took
/// @param comparison with an earlier run, if one was asked for
public record Ending(Columns columns, long durationMillis, Optional<Comparison> comparison) {}
