package dev.promptcards.card.search;

import dev.promptcards.problem.Problem;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/// In which order cards come.
public record CardSort(By by, boolean descending) {

    /// What they are ordered by.
    public enum By {
        /// How well the words match, best first: title before description before tags before
        /// template.
        RANK,
        /// When the card, a version or what describes it was last changed.
        UPDATED,
        CREATED,
        /// In any case.
        TITLE;

        String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /// Reads `updated`, or `-updated` for the other direction. Where nothing is said, best first
    /// for words, and else last changed first.
    ///
    /// @param ranked whether words are searched for
    public static CardSort of(Optional<String> sort, boolean ranked) {
        if (sort.isEmpty()) {
            return ranked ? new CardSort(By.RANK, true) : new CardSort(By.UPDATED, true);
        }
        boolean descending = sort.get().startsWith("-");
        var word = descending ? sort.get().substring(1) : sort.get();
        var by =
                Arrays.stream(By.values())
                        .filter(it -> it.word().equals(word))
                        .findFirst()
                        .orElseThrow(
                                () ->
                                        new Problem.Invalid(
                                                "sort: must be rank, updated, created or title, or"
                                                    + " one of the last three with a `-` in front"
                                                    + " for the other direction"));
        if (by == By.RANK && !ranked) {
            throw new Problem.Invalid("sort: rank needs words to rank by; send q, too");
        }
        if (by == By.RANK && descending) {
            throw new Problem.Invalid(
                    "sort: rank is best first and has no other direction; leave the `-` out");
        }
        return new CardSort(by, descending || by == By.RANK);
    }

    /// How many parts a cursor has.
    public int cursorParts() {
        return by == By.RANK ? 3 : 2;
    }
}
