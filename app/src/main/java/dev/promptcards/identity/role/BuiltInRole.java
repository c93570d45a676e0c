package dev.promptcards.identity.role;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/// The roles every workspace has, from the least to the most; each holds all that the one before it
/// does. What they hold stands in the database (`built_in_permissions`).
public enum BuiltInRole {
    VIEWER("Reads cards, suites, runs and settings."),
    RUNNER("Starts runs besides, and decides about them."),
    EDITOR("Writes cards and suites besides, and moves labels that are not protected."),
    ADMIN("Manages people, keys, connections and protected labels besides."),
    OWNER("Archives the workspace and sets its limits besides. There is always one.");

    private final String description;

    BuiltInRole(String description) {
        this.description = description;
    }

    /// As members' rows name it: `owner`.
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /// What it is for, as a sentence.
    public String description() {
        return description;
    }

    /// The built-in role of that name.
    public static Optional<BuiltInRole> of(String word) {
        return Arrays.stream(values()).filter(it -> it.word().equals(word)).findFirst();
    }
}
