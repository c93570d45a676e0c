package dev.promptcards.assertion.judge;

import dev.promptcards.assertion.kind.Finding;

/// A question that brought no verdict. Never leaves this package: it becomes the finding it
/// carries, which stays what it is under negation.
final class Unanswered extends RuntimeException {

    private final transient Finding finding;

    private Unanswered(Finding finding) {
        super(null, null, false, false);
        this.finding = finding;
    }

    /// The grader gave no answer, or one that says nothing: a failure, as promptfoo counts it.
    static Unanswered failed(String reason) {
        return new Unanswered(new Finding.Failed(reason));
    }

    /// The question could not be asked, or the answer is of another kind: an error.
    static Unanswered unusable(String reason) {
        return new Unanswered(new Finding.Unusable(reason));
    }

    Finding finding() {
        return finding;
    }
}
