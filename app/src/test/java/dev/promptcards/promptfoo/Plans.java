package dev.promptcards.promptfoo;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Plans made with something said on the command line.
final class Plans {

    private Plans() {}

    static Plan plan(ConfigFolder folder, String config, String separator) {
        return plan(folder, config, overrides(Optional.empty(), Filters.NONE, separator));
    }

    static Plan plan(ConfigFolder folder, String config, Filters filters) {
        return plan(folder, config, overrides(Optional.empty(), filters, "---"));
    }

    static Plan plan(ConfigFolder folder, String config, Overrides overrides) {
        return switch (read(folder, config, overrides)) {
            case Plan plan -> plan;
            case Reading.Refused refused -> throw new AssertionError(refused.findings().toString());
        };
    }

    static Reading reading(ConfigFolder folder, String config, Path root) {
        return read(folder, config, overrides(Optional.of(root), Filters.NONE, "---"));
    }

    static Reading read(ConfigFolder folder, String config, Overrides overrides) {
        folder.with("promptfooconfig.yaml", config);
        return PromptfooConfig.read(folder.folder().resolve("promptfooconfig.yaml"), overrides);
    }

    static Overrides overrides(Optional<Path> root, Filters filters, String separator) {
        return new Overrides(
                root,
                Optional.empty(),
                List.of(),
                List.of(),
                Optional.empty(),
                Map.of(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                filters,
                new Environment(Map.of("PROMPTFOO_PROMPT_SEPARATOR", separator)));
    }
}
