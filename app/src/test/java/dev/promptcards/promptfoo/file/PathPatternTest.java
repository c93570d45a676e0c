package dev.promptcards.promptfoo.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

class PathPatternTest {

    private static final Place PLACE = new Place(Path.of("promptfooconfig.yaml"), 3);

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
                        PathPattern.expand(PLACE, folder, pattern).stream()
                                .map(file -> folder.relativize(file).toString().replace('\\', '/')))
                .containsExactlyElementsOf(
                        expected.isEmpty() ? List.of() : List.of(expected.split(" ")));
    }

    @Test
    void a_pattern_for_more_files_than_anybody_means_is_refused() throws IOException {
        Path many = Files.createDirectories(folder.resolve("many"));
        for (int i = 0; i <= PathPattern.MAX_FILES; i++) {
            Files.createFile(many.resolve(i + ".txt"));
        }

        assertThatThrownBy(() -> PathPattern.expand(PLACE, folder, "**/*.txt"))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("promptfooconfig.yaml:3: ")
                .hasMessageContaining("stands for more than 10,000 files; narrow it");
    }

    @Test
    void a_link_to_a_folder_above_it_is_passed_over() throws IOException, Refusal {
        Files.createSymbolicLink(folder.resolve("a/again"), folder.resolve("a"));

        assertThat(PathPattern.expand(PLACE, folder, "a/**/*.md"))
                .containsExactly(folder.resolve("a/b/z.md"));
    }

    @Test
    void a_link_out_of_the_folder_is_passed_over_by_a_pattern_and_refused_by_name()
            throws IOException, Refusal {
        Path secret = Files.writeString(folder.resolve("secret.md"), "s");
        Path inside = folder.resolve("a/b");
        Files.createSymbolicLink(inside.resolve("link.md"), secret);
        List<Finding> findings = new ArrayList<>();
        Folder from = new Folder(inside, inside, findings::add);

        assertThat(from.expand(PLACE, "*.md")).containsExactly(inside.resolve("z.md"));
        assertThat(findings)
                .singleElement()
                .asString()
                .contains("promptfooconfig.yaml:3: 'link.md' is a link out of", "passed over");
        assertThatThrownBy(() -> from.expand(PLACE, "link.md"))
                .hasMessageContaining("lies outside");
    }

    @Test
    void a_pattern_that_climbs_out_of_the_folder_is_refused_before_anything_is_listed() {
        for (String pattern : List.of("../**/*.txt", "/**", "a/../../*.txt", "file:///etc/*")) {
            assertThatThrownBy(() -> Folder.of(folder.resolve("a")).expand(PLACE, pattern))
                    .as(pattern)
                    .hasMessageContaining("promptfooconfig.yaml:3: ")
                    .hasMessageContaining("lies outside");
        }
    }
}
