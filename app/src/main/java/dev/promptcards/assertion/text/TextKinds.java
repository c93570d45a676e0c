package dev.promptcards.assertion.text;

import dev.promptcards.assertion.kind.Finding;
import dev.promptcards.assertion.kind.TextAssertion;

/// Judges [TextAssertion]s.
public final class TextKinds {

    private TextKinds() {}

    /// What `output` shows of `assertion`.
    public static Finding judge(TextAssertion assertion, String output) {
        return switch (assertion) {
            case TextAssertion.Equals a -> Equality.judge(a, output);
            case TextAssertion.Contains a -> Containment.one(a, output);
            case TextAssertion.ContainsAny a -> Containment.any(a, output);
            case TextAssertion.ContainsAll a -> Containment.all(a, output);
            case TextAssertion.StartsWith a -> Containment.atStart(a, output);
            case TextAssertion.WordCount a -> Words.judge(a, output);
            case TextAssertion.Levenshtein a -> EditDistance.judge(a, output);
            case TextAssertion.Refusal() -> Refusals.judge(output);
        };
    }
}
