package dev.promptcards.promptfoo.file;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

class PathPatternTest {

    @TempDir Path folder;

    @BeforeEach
    void some_files() throws IOException {
        Files.createDirectories(folder.resolve("a/b"));
        for (String name : List.of("x.txt", "y.txt", "a/x.txt", "a/b/x.txt", "a/b/z.md")) {
            Files.writeString(folder.resolve(name), name);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "x.txt, x.txt",
        "file://a/x.txt, a/x.txt",
        "*.txt, x.txt y.txt",
        "a/*.txt, a/x.txt",
        "**/x.txt, a/b/x.txt a/x.txt x.txt",
        "a/**/*.md, a/b/z.md",
        "'a/b/{x.txt,z.md}', a/b/x.txt a/b/z.md",
        "none/*.txt, ''",
        "missing.txt, ''",
    })
    void a_pattern_stands_for_the_files_it_matches_by_name(String pattern, String expected)
            throws Refusal {
        assertThat(
                        PathPattern.expand(folder, pattern).stream()
                                .map(file -> folder.relativize(file).toString().replace('\\', '/')))
                .containsExactlyElementsOf(
                        expected.isEmpty() ? List.of() : List.of(expected.split(" ")));
    }
}
