package dev.promptcards.assertion.reading;

/// Why a written assertion cannot be read. Never leaves this package: [Kinds] turns it into a
/// value.
final class Unreadable extends RuntimeException {

    Unreadable(String reason) {
        super(reason, null, false, false);
    }

    /// What was wrong, for the author.
    String reason() {
        return String.valueOf(getMessage());
    }
}
