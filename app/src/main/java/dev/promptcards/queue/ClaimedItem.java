package dev.promptcards.queue;

/// An item this worker holds until its lease ends.
///
/// @param number the item's place in the run, counted row by row over its columns
/// @param column which version on which model
/// @param casePosition which case of the suite's revision
/// @param repeat which repeat, from 0
/// @param fence what every later write must name
/// @param tries how often a provider has refused it so far
/// @param sends how often a request has left for it so far
/// @param outcomeLost true where a request had left and its worker died: the outcome is unknown
public record ClaimedItem(
        int number,
        int column,
        int casePosition,
        int repeat,
        int fence,
        int tries,
        int sends,
        boolean outcomeLost) {}
