package dev.promptcards.promptfoo;

import dev.promptcards.promptfoo.cases.TestFilter;

import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/// What of a configuration is run.
///
/// @param providers found in a provider's id or label
/// @param prompts found in a prompt's label or id
public record Filters(TestFilter tests, Optional<Pattern> providers, Optional<Pattern> prompts) {

    /// All of it.
    public static final Filters NONE =
            new Filters(TestFilter.NONE, Optional.empty(), Optional.empty());

    static boolean matches(Optional<Pattern> pattern, List<String> names) {
        return pattern.isEmpty()
                || names.stream().anyMatch(name -> pattern.get().matcher(name).find());
    }
}
