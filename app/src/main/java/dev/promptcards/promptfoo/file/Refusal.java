package dev.promptcards.promptfoo.file;

/// Ends the reading of a file that cannot be used; the finding says why. It travels no further than
/// the reader that was asked, which answers with the finding as a value.
public final class Refusal extends Exception {

    private final transient Finding finding;

    public Refusal(Finding finding) {
        super(finding.toString(), null, false, false);
        this.finding = finding;
    }

    public Finding finding() {
        return finding;
    }
}
