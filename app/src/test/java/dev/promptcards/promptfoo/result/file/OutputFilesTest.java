package dev.promptcards.promptfoo.result.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.promptcards.problem.Problem;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

class OutputFilesTest {

    @TempDir private Path folder;

    @BeforeEach
    void fill() throws IOException {
        Files.writeString(folder.resolve("file"), "x");
        Files.createDirectory(folder.resolve("folder.json"));
    }

    @ParameterizedTest
    @CsvSource({
        "file/a.json, is no folder",
        "file/deep/a.json, is no folder",
        "folder.json, it is a folder",
        "a.pdf, is none of these",
    })
    void a_file_that_cannot_be_written_is_refused_before_the_run(String name, String why) {
        assertThatThrownBy(() -> OutputFiles.check(List.of(folder.resolve(name))))
                .isInstanceOf(Problem.Invalid.class)
                .hasMessageContaining(name)
                .hasMessageContaining(why);
    }

    @Test
    void a_folder_that_is_not_there_yet_is_not_made_by_asking() {
        assertThatCode(() -> OutputFiles.check(List.of(folder.resolve("new/deep/a.json"))))
                .doesNotThrowAnyException();
        assertThat(folder.resolve("new")).doesNotExist();
    }
}
