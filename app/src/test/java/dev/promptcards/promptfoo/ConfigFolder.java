package dev.promptcards.promptfoo;

import dev.promptcards.promptfoo.cases.Cases;
import dev.promptcards.promptfoo.file.Finding;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// A folder with a configuration and what it refers to, for tests.
record ConfigFolder(Path folder) {

    static final String HEAD = "prompts: ['{{q}}']\nproviders: [echo]\n";

    ConfigFolder with(String name, String text) {
        try {
            Path file = folder.resolve(name);
            Files.createDirectories(file.getParent());
            Files.writeString(file, text);
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Reading read(String config) {
        with("promptfooconfig.yaml", config);
        return PromptfooConfig.read(folder.resolve("promptfooconfig.yaml"));
    }

    Plan plan(String config) {
        return switch (read(config)) {
            case Plan plan -> plan;
            case Reading.Refused refused -> throw new AssertionError(refused.findings().toString());
        };
    }

    /// All that is found, the tests included.
    List<Finding> findings(String config) {
        return switch (read(config)) {
            case Plan plan -> plan.check().findings();
            case Reading.Refused refused -> refused.findings();
        };
    }

    static List<String> cases(Plan plan) {
        List<String> all = new ArrayList<>();
        try (Cases cases = plan.cases()) {
            cases.forEachRemaining(one -> all.add(one.toString()));
        }
        return all;
    }

    /// The variables of each case.
    static List<String> vars(Plan plan) {
        List<String> all = new ArrayList<>();
        try (Cases cases = plan.cases()) {
            cases.forEachRemaining(one -> all.add(one.path("vars").toString()));
        }
        return all;
    }
}
