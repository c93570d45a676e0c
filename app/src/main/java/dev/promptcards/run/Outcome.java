package dev.promptcards.run;

/// What came of one try. The pass rate is passed ÷ (passed + failed + error); unknown is named
/// beside.
public enum Outcome {
    PASSED,
    /// An assertion did not hold.
    FAILED,
    /// It could not be tried or graded.
    ERROR,
    /// A request left and its answer was lost: it may have been paid for.
    UNKNOWN;

    /// The outcome of that name.
    static Outcome of(String word) {
        return valueOf(word.toUpperCase(java.util.Locale.ROOT));
    }

    /// The name in the database and on the wire.
    public String word() {
        return name().toLowerCase(java.util.Locale.ROOT);
    }
}
