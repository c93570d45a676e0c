package dev.promptcards.run;

import org.jspecify.annotations.Nullable;

import java.util.List;

/// The outcome of comparing the columns of a row, as it is stored.
///
/// @param number the item that compares
/// @param fence the fence under which it was held
/// @param changes what the row's executions become, one a column
/// @param grading what the comparison's judge took; it is added to the row's first execution
public record Comparison(int number, int fence, List<Change> changes, GradingCost grading) {

    /// The same with the row's executions as errors, without anything a judge or a script gave.
    public Comparison unstorable() {
        return new Comparison(
                number, fence, changes.stream().map(Change::unstorable).toList(), GradingCost.NONE);
    }

    /// @param number the item whose execution it is
    /// @param namedScores a JSON object
    /// @param verdicts a JSON array, the comparison's own at its end
    /// @param error why it could not be compared or graded, for the outcome error
    public record Change(
            int number,
            Outcome before,
            Outcome after,
            double score,
            @Nullable String reason,
            String namedScores,
            String verdicts,
            @Nullable String error) {

        private Change unstorable() {
            return new Change(
                    number,
                    before,
                    Outcome.ERROR,
                    0,
                    Execution.UNSTORABLE,
                    "{}",
                    "[]",
                    Execution.UNSTORABLE);
        }
    }
}
