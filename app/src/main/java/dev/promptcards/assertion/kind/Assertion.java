package dev.promptcards.assertion.kind;

/// A question asked of one output, its values read and checked.
///
/// To add a kind: a record in its family, one function that gives its [Finding], one line in the
/// family's switch, one line in the table of names in `assertion.reading`.
public sealed interface Assertion
        permits Assertion.Not,
                Assertion.Unusable,
                ComparisonAssertion,
                JudgedAssertion,
                MarkupAssertion,
                MeasureAssertion,
                ScriptAssertion,
                SimilarityAssertion,
                SqlAssertion,
                StructureAssertion,
                TextAssertion,
                ToolAssertion {

    /// Asks for the opposite. What cannot be judged, or failed on its own account, is not turned
    /// round.
    record Not(Assertion inner) implements Assertion {}

    /// Cannot be asked as it is written; every case that holds it is an error that says `reason`.
    record Unusable(String reason) implements Assertion {}
}
