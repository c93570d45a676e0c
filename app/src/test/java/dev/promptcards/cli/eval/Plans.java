package dev.promptcards.cli.eval;

import dev.promptcards.promptfoo.Plan;
import dev.promptcards.promptfoo.PromptfooConfig;
import dev.promptcards.promptfoo.Reading;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// Plans for tests, read from a configuration written into a folder.
final class Plans {

    private Plans() {}

    static Plan plan(Path folder, String config) throws IOException {
        Path file =
                Files.writeString(
                        Files.createDirectories(folder).resolve("promptfooconfig.yaml"), config);
        return switch (PromptfooConfig.read(file)) {
            case Plan plan -> plan;
            case Reading.Refused refused -> throw new AssertionError(refused.findings().toString());
        };
    }
}
