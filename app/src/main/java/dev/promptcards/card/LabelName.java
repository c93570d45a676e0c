package dev.promptcards.card;

import dev.promptcards.problem.Problem;

import java.util.regex.Pattern;

/// The rule for names of labels. A number is none: `card@3` means a version.
public final class LabelName {

    private static final Pattern VALID = Pattern.compile("(?![0-9]+$)[a-z0-9][a-z0-9._-]{0,62}");

    private LabelName() {}

    /// Refuses what is no name of a label; `latest` is one.
    public static String require(String label) {
        if (!VALID.matcher(label).matches()) {
            throw new Problem.Invalid(
                    "label: must be 1 to 63 lower-case letters, digits, dots, hyphens or"
                            + " underscores, begin with a letter or digit, and be no number");
        }
        return label;
    }

    /// Refuses `latest` besides, which moves by itself.
    static String requireMovable(String label) {
        if (label.equals(VersionRef.LATEST)) {
            throw new Problem.Invalid(
                    "label: `latest` always points at the newest version and cannot be moved or"
                            + " removed; use another name");
        }
        return require(label);
    }
}
