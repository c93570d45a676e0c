package dev.promptcards.analytics;

import java.util.Arrays;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/// What a report may be narrowed by, and what it may compare with. A name that stands for nothing
/// there is finds nothing.
public enum ReportFilter {
    CARD("a card, by its slug"),
    VERSION("a version, by its number"),
    SUITE("runs on a suite, by its slug"),
    MODEL("a model"),
    PROVIDER("a kind of provider, such as `openai`"),
    TAG("cards that have a tag"),
    LABEL("the versions a label points at now"),
    BASELINE("a model to compare the others with, case by case");

    /// Those that narrow.
    static final Set<ReportFilter> NARROWING =
            Collections.unmodifiableSet(EnumSet.complementOf(EnumSet.of(BASELINE)));

    private final String says;

    ReportFilter(String says) {
        this.says = says;
    }

    /// As parameters, options and the variables of the `.sql` files name it.
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /// Whether it leaves executions out; else it compares.
    public boolean narrows() {
        return NARROWING.contains(this);
    }

    /// What it narrows a report to, or compares with.
    public String says() {
        return says;
    }

    /// The filter of that word.
    public static Optional<ReportFilter> of(String word) {
        return Arrays.stream(values()).filter(it -> it.word().equals(word)).findFirst();
    }
}
