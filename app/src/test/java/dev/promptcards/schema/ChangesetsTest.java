package dev.promptcards.schema;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// What every changeset looks like, read as text.
class ChangesetsTest {

    private static final Path CHANGES = Path.of("../db-changelog/src/main/resources/db/changes");

    static Stream<Path> changes() throws IOException {
        try (Stream<Path> files = Files.list(CHANGES)) {
            return files.sorted().toList().stream();
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("changes")
    void it_says_why_and_how_back_and_is_named_by_its_file(Path file) {
        List<String> lines = lines(file);
        String id = file.getFileName().toString().replace(".sql", "");
        assertThat(lines.get(0)).isEqualTo("--liquibase formatted sql");
        assertThat(lines.get(1)).startsWith("-- Why: ");
        assertThat(lines.get(2)).startsWith("--changeset promptcards:" + id);
        assertThat(lines.stream().filter(line -> line.startsWith("--changeset"))).hasSize(1);
        assertThat(lines).anyMatch(line -> line.startsWith("--rollback "));
    }

    /// So that a distributed PostgreSQL can distribute the tables in between.
    @ParameterizedTest(name = "{0}")
    @MethodSource("changes")
    void foreign_keys_triggers_and_policies_come_after_the_tables(Path file) {
        String text = String.join("\n", lines(file));
        if (has(text, "^CREATE TABLE")) {
            assertThat(
                            has(
                                    text,
                                    "^\\s*(CREATE (TRIGGER|POLICY)|.*\\bREFERENCES\\b|ALTER TABLE"
                                            + " .* FORCE)"))
                    .isFalse();
        }
    }

    private static boolean has(String text, String pattern) {
        return Pattern.compile(pattern, Pattern.MULTILINE).matcher(text).find();
    }

    private static List<String> lines(Path file) {
        try {
            return Files.readAllLines(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
