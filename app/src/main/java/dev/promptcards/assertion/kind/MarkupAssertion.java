package dev.promptcards.assertion.kind;

import java.util.List;

/// Kinds that look for tags.
///
/// A required path is names of elements with dots between them, from the outermost; it leads
/// through an element only where that is the only one of its name.
public sealed interface MarkupAssertion extends Assertion {

    /// The whole output is well-formed XML, and has all `requiredPaths`.
    record IsXml(List<String> requiredPaths) implements MarkupAssertion {}

    /// An element stands somewhere in the output, and one such has all `requiredPaths`.
    record ContainsXml(List<String> requiredPaths) implements MarkupAssertion {}

    /// The whole output is HTML: elements HTML knows, and no text outside of them.
    record IsHtml() implements MarkupAssertion {}

    /// There is enough of HTML in the output to tell it from text.
    record ContainsHtml() implements MarkupAssertion {}
}
