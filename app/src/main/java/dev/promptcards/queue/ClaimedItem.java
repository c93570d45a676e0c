package dev.promptcards.queue;

import org.jspecify.annotations.Nullable;

/// An item this worker holds until its lease ends.
///
/// @param number the item's place in the run, counted row by row over its columns
/// @param column which version on which model
/// @param casePosition which case of the suite's revision
/// @param repeat which repeat, from 0
/// @param fence what every later write must name
/// @param tries how often a provider has refused it so far
/// @param sends how often a request has left for it so far
/// @param sentHash of the request that has left for it in an earlier life; null where none has
/// @param comparison true where it compares the columns of a row, and tries none of them
/// @param outcomeLost true where a request had left and its worker died: the outcome is unknown
public record ClaimedItem(
        int number,
        int column,
        int casePosition,
        int repeat,
        int fence,
        int tries,
        int sends,
        byte @Nullable [] sentHash,
        boolean outcomeLost,
        boolean comparison) {}
