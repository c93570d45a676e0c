package dev.promptcards.schema;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// Nothing stores, changes or deletes executions without counting them in the roll-ups: what a
/// trigger would guard, read from the sources.
class RollUpSitesTest {

    private static final Pattern CHANGES =
            Pattern.compile(
                    "\\b(INSERT\\s+INTO|UPDATE|DELETE\\s+FROM|MERGE\\s+INTO|COPY)\\s+test_executions\\b"
                        + "|\\bSettlement\\.(settle|hold)\\(");

    @Test
    void whoever_changes_executions_counts_them() throws IOException {
        List<Path> changing;
        try (Stream<Path> files = Files.walk(Path.of("src/main/java"))) {
            changing =
                    files.filter(file -> file.toString().endsWith(".java"))
                            .filter(file -> CHANGES.matcher(text(file)).find())
                            .toList();
        }
        assertThat(changing).hasSizeGreaterThanOrEqualTo(7);
        assertThat(changing)
                // Its callers count: several batches go into one transaction.
                .filteredOn(file -> !file.endsWith("run/Settlement.java"))
                .allSatisfy(file -> assertThat(text(file)).contains("rollUps."));
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
