package dev.promptcards.promptfoo.result.file;

import com.fasterxml.jackson.databind.JsonNode;

import dev.promptcards.promptfoo.result.Columns;
import dev.promptcards.promptfoo.result.Executions;
import dev.promptcards.promptfoo.result.RunFacts;
import dev.promptcards.promptfoo.result.compare.Comparison;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// Files of results, for tests.
final class Written {

    static final Instant START = Instant.parse("2026-11-21T10:00:00Z");
    static final RunFacts FACTS =
            new RunFacts(
                    "run-1",
                    7,
                    START,
                    START.plusSeconds(5),
                    Executions.JSON.createObjectNode().put("description", "d"),
                    "0.1.0");

    private Written() {}

    static void write(Path path, RunFacts facts, List<? extends JsonNode> executions)
            throws IOException {
        write(path, facts, executions, Optional.empty());
    }

    static void write(
            Path path,
            RunFacts facts,
            List<? extends JsonNode> executions,
            Optional<Comparison> comparison)
            throws IOException {
        write(path, facts, executions, Executions.columns(executions), comparison);
    }

    static void write(
            Path path,
            RunFacts facts,
            List<? extends JsonNode> executions,
            Columns columns,
            Optional<Comparison> comparison)
            throws IOException {
        try (ResultWriter writer = OutputFormat.of(path).open(path, facts)) {
            for (JsonNode execution : executions) {
                writer.write(execution);
            }
            writer.finish(new Ending(columns, 1234, comparison));
        }
    }

    /// The text of a file these executions are written to.
    static String text(Path path, List<? extends JsonNode> executions) throws IOException {
        write(path, FACTS, executions);
        return Files.readString(path);
    }
}
