package dev.promptcards.assertion.markup;

import dev.promptcards.assertion.kind.Finding;
import dev.promptcards.assertion.kind.MarkupAssertion;

/// Judges [MarkupAssertion]s.
public final class MarkupKinds {

    private MarkupKinds() {}

    /// What `output` shows of `assertion`.
    public static Finding judge(MarkupAssertion assertion, String output) {
        return switch (assertion) {
            case MarkupAssertion.IsXml a -> WholeXml.judge(output, a.requiredPaths());
            case MarkupAssertion.ContainsXml a -> EmbeddedXml.judge(output, a.requiredPaths());
            case MarkupAssertion.IsHtml() -> WholeHtml.judge(output);
            case MarkupAssertion.ContainsHtml() ->
                    Finding.of(
                            HtmlSigns.areIn(output),
                            "Expected output to contain HTML content",
                            "Expected output to not contain HTML content");
        };
    }
}
