package dev.promptcards.assertion.sql;

import dev.promptcards.assertion.kind.SqlAssertion.Rules;
import dev.promptcards.assertion.structure.BoundedPattern;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.regex.PatternSyntaxException;

/// An author's list of what may be touched: regular expressions, each over the whole of
/// `operation::of::name`, upper or lower case.
final class Allowed {

    /// Thrown where a pattern is none or takes too long; [SqlKinds] turns it into a value.
    static final class Undecided extends RuntimeException {
        private Undecided(String reason) {
            super(reason, null, false, false);
        }

        String reason() {
            return String.valueOf(getMessage());
        }
    }

    private final Optional<List<BoundedPattern>> patterns;

    private Allowed(Optional<List<String>> written) {
        try {
            patterns =
                    written.map(
                            list ->
                                    list.stream()
                                            .map(p -> new BoundedPattern("(?i)^(?:" + p + ")$"))
                                            .toList());
        } catch (PatternSyntaxException e) {
            throw new Undecided("Not a regular expression: " + e.getPattern());
        }
    }

    static Allowed tables(Rules rules) {
        return new Allowed(rules.allowedTables());
    }

    /// A column of a named table may also stand in a statement without it.
    static Allowed columns(Rules rules) {
        return new Allowed(rules.allowedColumns().map(Allowed::withoutTables));
    }

    private static List<String> withoutTables(List<String> written) {
        List<String> all = new ArrayList<>(written);
        for (String pattern : written) {
            String[] parts = pattern.split("::", -1);
            if (parts.length == 3) {
                all.add(parts[0] + "::null::" + parts[2]);
            }
        }
        return all;
    }

    /// Those that no pattern matches.
    List<String> refused(Collection<String> touched) {
        try {
            return touched.stream().filter(name -> !allows(name)).toList();
        } catch (BoundedPattern.TooManySteps e) {
            throw new Undecided(String.valueOf(e.getMessage()));
        }
    }

    private boolean allows(String name) {
        return patterns.isEmpty() || patterns.get().stream().anyMatch(p -> p.matches(name));
    }
}
