package dev.promptcards.run;

/// What to do with an item whose request left and whose answer was lost.
public enum OnUnknown {
    /// Send it again, at most four times in all; counted as possibly charged twice.
    RETRY,
    /// Keep it until somebody decides.
    HOLD;

    public String word() {
        return name().toLowerCase(java.util.Locale.ROOT);
    }
}
