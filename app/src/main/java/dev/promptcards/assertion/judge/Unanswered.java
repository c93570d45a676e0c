package dev.promptcards.assertion.judge;

import dev.promptcards.assertion.kind.Finding;

/// A question that brought no verdict. Never leaves the judged kinds: it becomes the finding it
/// carries, which stays what it is under negation.
public final class Unanswered extends RuntimeException {

    private final transient Finding finding;

    private Unanswered(Finding finding) {
        super(null, null, false, false);
        this.finding = finding;
    }

    /// The grader gave no answer, or one that says nothing: a failure, as promptfoo counts it.
    public static Unanswered failed(String reason) {
        return new Unanswered(new Finding.Failed(reason));
    }

    /// The question could not be asked, or the answer is of another kind: an error.
    public static Unanswered unusable(String reason) {
        return new Unanswered(new Finding.Unusable(reason));
    }

    /// What it comes to.
    public Finding finding() {
        return finding;
    }
}
