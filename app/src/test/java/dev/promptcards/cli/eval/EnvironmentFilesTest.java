package dev.promptcards.cli.eval;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.promptcards.cli.server.CommandFailure;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

class EnvironmentFilesTest {

    @TempDir Path folder;

    @Test
    void the_file_beside_the_configuration_fills_gaps_and_a_named_one_wins() throws IOException {
        Files.writeString(
                folder.resolve(".env"), "# keys\nA=file\nexport B=\"two words\"\nC='x#y'\n\n");
        Path named = Files.writeString(folder.resolve("ci.env"), "A=named\n");
        Path config = folder.resolve("promptfooconfig.yaml");
        Map<String, String> process = Map.of("A", "process");

        assertThat(EnvironmentFiles.over(process, List.of(), config))
                .containsEntry("A", "process")
                .containsEntry("B", "two words")
                .containsEntry("C", "x#y");
        assertThat(EnvironmentFiles.over(process, List.of(named), config))
                .isEqualTo(Map.of("A", "named"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "A=b | b",
                "  A =  b c  # why | b c",
                "export A=b | b",
                "A=\"x\\ny\" | x⏎y",
                "A='x\\ny' | x\\ny",
                "A=\"two⏎lines\" | two⏎lines",
                "A='x#y' | x#y",
                "A: b | b",
                "A= | ~~",
                "no line at all⏎A=b | b",
            })
    void lines_are_read_as_dotenv_reads_them(String text, String expected) {
        String written = text.replace('⏎', '\n');

        assertThat(EnvironmentFiles.parsed(written))
                .isEqualTo(Map.of("A", expected.replace('⏎', '\n')));
    }

    @Test
    void a_named_file_that_is_not_there_is_named() {
        assertThatThrownBy(
                        () ->
                                EnvironmentFiles.over(
                                        Map.of(),
                                        List.of(folder.resolve("no.env")),
                                        folder.resolve("c")))
                .isInstanceOf(CommandFailure.class)
                .hasMessageContaining("no.env: no such file");
    }
}
