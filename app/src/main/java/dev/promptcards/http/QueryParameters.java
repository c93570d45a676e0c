package dev.promptcards.http;

import dev.promptcards.problem.Problem;
import dev.promptcards.problem.StorableText;

import io.micronaut.http.HttpRequest;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/// The query parameters of a search. What is asked for is known by having been asked for, so that
/// [#refuseOthers] can name the rest: a filter that is misspelt must not find everything.
public final class QueryParameters {

    private final TreeMap<String, List<String>> given;
    private final Set<String> known = new TreeSet<>();

    private QueryParameters(TreeMap<String, List<String>> given) {
        this.given = given;
    }

    public static QueryParameters of(HttpRequest<?> request) {
        var given = new TreeMap<String, List<String>>();
        for (var parameter : request.getParameters()) {
            given.put(parameter.getKey(), List.copyOf(parameter.getValue()));
        }
        return new QueryParameters(given);
    }

    /// A text of at most so many characters; empty where it is not given, or blank. Given twice, it
    /// is refused.
    public Optional<String> text(String name, int maxCharacters) {
        var values = all(name, 1, maxCharacters);
        return values.stream().filter(it -> !it.isBlank()).findFirst();
    }

    /// All values of a parameter that may be given several times.
    public List<String> all(String name, int most, int maxCharacters) {
        known.add(name);
        var values = given.getOrDefault(name, List.of());
        if (values.size() > most) {
            throw new Problem.Invalid(
                    "%s: given %,d times; at most %,d are taken"
                            .formatted(shown(name), values.size(), most));
        }
        values.forEach(it -> StorableText.require(shown(name), it, maxCharacters));
        return values;
    }

    /// `true` or `false`, which it is where nothing is said.
    public boolean flag(String name) {
        return text(name, 5)
                .map(
                        it ->
                                switch (it) {
                                    case "true" -> true;
                                    case "false" -> false;
                                    default ->
                                            throw new Problem.Invalid(
                                                    name + ": must be true or false");
                                })
                .orElse(false);
    }

    /// Which piece is wanted of a listing whose name tells one query from another.
    public PageRequest page(String listing, int parts) {
        return PageRequest.of(listing, parts, text("cursor", 4_000).orElse(null), limit());
    }

    private @Nullable Integer limit() {
        return text("limit", 9)
                .map(
                        it -> {
                            if (!it.matches("\\d{1,9}")) {
                                throw new Problem.Invalid("limit: must be 1 to 1,000");
                            }
                            return Integer.valueOf(it);
                        })
                .orElse(null);
    }

    /// The names that begin so: `metadata.` for `metadata.owner`.
    public List<String> beginning(String prefix) {
        var names = given.keySet().stream().filter(it -> it.startsWith(prefix)).toList();
        known.addAll(names);
        return names;
    }

    /// Refuses whatever nobody has asked for.
    public void refuseOthers(String... alsoKnown) {
        known.addAll(List.of(alsoKnown));
        var others = new ArrayList<>(given.keySet());
        others.removeAll(known);
        if (!others.isEmpty()) {
            throw new Problem.Invalid(
                    others.stream()
                                    .limit(5)
                                    .map(QueryParameters::shown)
                                    .collect(
                                            Collectors.joining(
                                                    "`, `", "there is no filter `", "`; "))
                            + "known are "
                            + known.stream()
                                    .filter(it -> !it.contains("."))
                                    .collect(Collectors.joining(", ")));
        }
    }

    /// A name somebody made up, short enough for a message.
    private static String shown(String name) {
        var plain = name.replaceAll("\\p{Cntrl}", "?");
        return plain.length() <= 60 ? plain : plain.substring(0, 60) + "…";
    }
}
