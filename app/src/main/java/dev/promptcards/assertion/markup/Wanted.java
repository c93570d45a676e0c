package dev.promptcards.assertion.markup;

import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/// The names required paths speak of: of a document nothing else is kept.
final class Wanted {

    /// Elements and attributes kept of one document: some 20 MB.
    private static final int MOST_KEPT = 100_000;

    /// Thrown where a document has more; the kinds turn it into a value.
    static final class TooMany extends RuntimeException {
        private TooMany() {
            super("The output has too many of the required elements to be looked through");
        }
    }

    private final Set<String> names;
    private int kept;

    Wanted(Collection<String> paths) {
        names =
                paths.stream()
                        .flatMap(path -> List.of(path.split("\\.", -1)).stream())
                        .collect(Collectors.toUnmodifiableSet());
    }

    /// Adds a child to its parent, if a path may lead there.
    void add(Element parent, String name, Element child) {
        if (names.contains(name)) {
            if (++kept > MOST_KEPT) {
                throw new TooMany();
            }
            parent.add(name, child);
        }
    }
}
