package dev.promptcards.run.imported;

import dev.promptcards.problem.Problem;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The first row of an import: which column stands where.
final class Header {

    /// Every column an import may have, in the order the documentation lists them.
    static final List<String> KNOWN =
            List.of(
                    "card",
                    "case_id",
                    "model",
                    "passed",
                    "score",
                    "execution_time_ms",
                    "cost_usd",
                    "created_at",
                    "provider",
                    "version",
                    "repeat",
                    "prompt",
                    "output",
                    "error",
                    "reason",
                    "prompt_tokens",
                    "completion_tokens");

    private static final List<String> NEEDED = List.of("card", "case_id", "model", "passed");

    private final Map<String, Integer> places = new HashMap<>();
    private final int size;

    Header(List<String> cells) {
        this.size = cells.size();
        for (int i = 0; i < cells.size(); i++) {
            var name = cells.get(i).strip();
            if (!KNOWN.contains(name)) {
                throw new Problem.Invalid(unknown(name, i + 1));
            }
            if (places.put(name, i) != null) {
                throw new Problem.Invalid(
                        "line 1: two columns are named '%s'; remove one".formatted(name));
            }
        }
        for (var name : NEEDED) {
            if (!places.containsKey(name)) {
                throw new Problem.Invalid(
                        "line 1: there is no column '%s'; an import needs %s"
                                .formatted(name, String.join(", ", NEEDED)));
            }
        }
    }

    int size() {
        return size;
    }

    boolean has(String column) {
        return places.containsKey(column);
    }

    Optional<Integer> place(String column) {
        return Optional.ofNullable(places.get(column));
    }

    /// The name is repeated where it can only be one: a file without a first row has data there.
    private static String unknown(String name, int number) {
        var named = name.matches("\\w{1,40}") ? "'%s'".formatted(name) : "number " + number;
        var remedy =
                name.contains(";") || name.contains("\t")
                        ? "save the file with commas between the cells"
                        : "rename or remove it; an import knows " + String.join(", ", KNOWN);
        return "line 1: the column %s is not known; %s".formatted(named, remedy);
    }
}
