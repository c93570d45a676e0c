package dev.promptcards.promptfoo.file;

/// Something to say about a file: how grave, where, what was expected and what to do.
public record Finding(Severity severity, Place place, String message) {

    /// How much of a run a finding costs.
    public enum Severity {
        /// Nothing runs and nothing is paid.
        REFUSED,
        /// The cases concerned become errors, the rest runs.
        UNSUPPORTED,
        /// Passed over; verdicts do not change.
        IGNORED
    }

    /// `file:line: message`, the form terminals and editors turn into a link.
    @Override
    public String toString() {
        return place + ": " + message;
    }
}
