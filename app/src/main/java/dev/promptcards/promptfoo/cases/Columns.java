package dev.promptcards.promptfoo.cases;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.MissingNode;

import dev.promptcards.promptfoo.file.Located;
import dev.promptcards.promptfoo.file.Refusal;

import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// The prompts and providers of a run by the names a test may choose them with: a provider's id and
/// label, a prompt's label and id.
///
/// @param onlyPrompt the text of the prompt, where there is but one
public record Columns(
        List<List<String>> providers, List<List<String>> prompts, Optional<String> onlyPrompt) {

    /// The choice a test makes among providers. A name that is none of theirs is refused.
    ///
    /// @param name makes the name a column has of one that is written
    JsonNode providers(Located test, UnaryOperator<String> name) throws Refusal {
        return chosen(test, "providers", providers, name);
    }

    /// The choice a test makes among prompts.
    JsonNode prompts(Located test) throws Refusal {
        return chosen(test, "prompts", prompts, UnaryOperator.identity());
    }

    private static JsonNode chosen(
            Located test, String key, List<List<String>> columns, UnaryOperator<String> of)
            throws Refusal {
        Located chosen = test.get(key);
        if (!chosen.isPresent()) {
            return MissingNode.getInstance();
        }
        if (!chosen.value().isArray()) {
            throw test.at(key).refused("'%s' of a test is a list of names".formatted(key));
        }
        ArrayNode names = JsonNodeFactory.instance.arrayNode();
        for (JsonNode written : chosen.value()) {
            String name = of.apply(written.asText());
            if (columns.stream().noneMatch(column -> matches(name, column))) {
                throw test.at(key)
                        .refused(
                                "there is no '%s' among the %s; there are: %s"
                                        .formatted(
                                                name,
                                                key,
                                                columns.stream()
                                                        .map(List::getLast)
                                                        .collect(Collectors.joining(", "))));
            }
            names.add(name);
        }
        return names;
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
