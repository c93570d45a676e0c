package dev.promptcards.card;

import dev.promptcards.problem.Problem;

import org.jspecify.annotations.Nullable;

/// Which version of a card is meant.
public sealed interface VersionRef {

    /// The label that always points at the newest version; nobody can move it.
    String LATEST = "latest";

    record Number(int number) implements VersionRef {}

    record Label(String label) implements VersionRef {}

    record Latest() implements VersionRef {}

    /// Reads `3`, `production` or `latest`: a reference in one word.
    public static VersionRef parse(String word) {
        if (word.equals(LATEST)) {
            return new Latest();
        }
        return word.matches("[0-9]{1,9}")
                ? new Number(Integer.parseInt(word))
                : new Label(LabelName.require(word));
    }

    /// From a request that may name a number or a label, and means the latest when it names
    /// neither.
    public static VersionRef of(@Nullable Integer version, @Nullable String label) {
        if (version != null && label != null) {
            throw new Problem.Invalid("version, label: send one of the two, not both");
        }
        if (version != null) {
            return new Number(version);
        }
        return label == null || label.equals(LATEST)
                ? new Latest()
                : new Label(LabelName.require(label));
    }
}
