package dev.promptcards.queue;

import java.util.Collection;
import java.util.function.ToIntFunction;

/// The lowest and the highest number of a batch. Statements name the range besides the numbers: the
/// planner knows little of a table that fills and empties in minutes, takes a run for a few rows
/// and would read all of it; bounds it can use whatever it believes.
public record NumberRange(int low, int high) {

    /// @param items at least one
    public static <T> NumberRange of(Collection<T> items, ToIntFunction<T> number) {
        var numbers = items.stream().mapToInt(number).summaryStatistics();
        return new NumberRange(numbers.getMin(), numbers.getMax());
    }
}
