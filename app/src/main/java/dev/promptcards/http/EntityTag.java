package dev.promptcards.http;

import dev.promptcards.problem.Problem;

import java.util.Arrays;
import java.util.Optional;

/// A strong entity tag (RFC 9110, 8.8.3): it names one state of a resource. `value` is what stands
/// between the quotes.
public record EntityTag(String value) {

    /// As it stands in a header: `"r17"`.
    @Override
    public String toString() {
        return '"' + value + '"';
    }

    /// Refuses a change whose `If-Match` names another state. A request without the header is let
    /// through: it asks for no such check.
    public void requireMatch(Optional<String> ifMatch) {
        if (ifMatch.isPresent() && !names(ifMatch.get(), false)) {
            throw new Problem.Stale(
                    "If-Match says "
                            + ifMatch.get()
                            + ", but the stored state is "
                            + this
                            + ". Read it again, apply your change to that, and send its ETag.");
        }
    }

    /// Whether the caller already holds this state, so that 304 answers a GET.
    public boolean isKnown(Optional<String> ifNoneMatch) {
        return ifNoneMatch.isPresent() && names(ifNoneMatch.get(), true);
    }

    /// `If-None-Match` compares weakly, `If-Match` strongly (RFC 9110, 13.1).
    private boolean names(String header, boolean weakly) {
        return Arrays.stream(header.split(","))
                .map(String::strip)
                .map(tag -> weakly && tag.startsWith("W/") ? tag.substring(2) : tag)
                .anyMatch(tag -> tag.equals("*") || tag.equals(toString()));
    }
}
