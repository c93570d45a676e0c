package dev.promptcards.promptfoo.result;

import java.util.Locale;

/// A number of things, in words: `1 error`, `1,200 errors`.
public final class Counted {

    private Counted() {}

    /// @param one the word for a single one, to which an s is added for others
    public static String of(long count, String one) {
        return String.format(Locale.ROOT, count == 1 ? "%,d %s" : "%,d %ss", count, one);
    }
}
