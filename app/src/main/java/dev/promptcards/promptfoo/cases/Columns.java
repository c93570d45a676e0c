package dev.promptcards.promptfoo.cases;

import dev.promptcards.promptfoo.file.Located;
import dev.promptcards.promptfoo.file.Refusal;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// The prompts and providers of a run by the names a test may choose them with: a provider's id and
/// label, a prompt's label.
public record Columns(List<List<String>> providers, List<List<String>> prompts) {

    /// Checks the choice a test makes among providers (`providers`) and prompts (`prompts`). A name
    /// that is none of theirs is refused; a choice that leaves some out is not supported yet.
    void check(Located test, Remarks remarks) throws Refusal {
        check(test, "providers", providers, remarks);
        check(test, "prompts", prompts, remarks);
    }

    private static void check(Located test, String key, List<List<String>> columns, Remarks remarks)
            throws Refusal {
        Located chosen = test.get(key);
        if (!chosen.isPresent()) {
            return;
        }
        if (!chosen.value().isArray()) {
            throw test.at(key).refused("'%s' of a test is a list of names".formatted(key));
        }
        List<List<String>> left = new ArrayList<>(columns);
        for (var name : chosen.value()) {
            List<List<String>> matching =
                    columns.stream().filter(names -> matches(name.asText(), names)).toList();
            if (matching.isEmpty()) {
                throw test.at(key)
                        .refused(
                                "there is no '%s' among the %s; there are: %s"
                                        .formatted(
                                                name.asText(),
                                                key,
                                                columns.stream()
                                                        .map(List::getLast)
                                                        .collect(Collectors.joining(", "))));
            }
            left.removeAll(matching);
        }
        if (!left.isEmpty()) {
            remarks.unsupported(
                    test.at(key),
                    "a test that chooses among %s is not supported yet".formatted(key));
        }
    }

    /// A name stands for itself, for all that begin with it and a colon, and `*` for anything.
    public static boolean matches(String pattern, List<String> names) {
        String regex =
                Pattern.compile("\\*")
                                .splitAsStream(pattern)
                                .map(Pattern::quote)
                                .collect(Collectors.joining(".*"))
                        + (pattern.endsWith("*") ? ".*" : "(?::.*)?");
        return names.stream()
                .anyMatch(name -> Pattern.compile(regex, Pattern.DOTALL).matcher(name).matches());
    }
}
