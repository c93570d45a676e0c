package dev.promptcards.promptfoo.tests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.promptcards.promptfoo.file.Refusal;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

class JsonReaderTest {

    @TempDir private Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"[{}, {}]", "{}", "[]", ""})
    void a_list_and_a_single_test_are_read_to_their_end(String text) throws Exception {
        assertThat(read(text)).isEqualTo(text.split("\\{", -1).length - 1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"[{}]\n{}", "{}\n{}", "[]\n1", "[{}]\n[{}]"})
    void what_stands_behind_the_end_is_refused_with_its_line(String text) {
        assertThatThrownBy(() -> read(text))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("tests.json:2: a second value begins");
    }

    @Test
    void what_is_no_json_is_refused() {
        assertThatThrownBy(() -> read("[{}, ")).hasMessageContaining("not JSON");
    }

    private int read(String text) throws IOException, Refusal {
        Path file = Files.writeString(folder.resolve("tests.json"), text);
        int count = 0;
        try (JsonReader reader = new JsonReader(file)) {
            while (reader.next().isPresent()) {
                count++;
            }
        }
        return count;
    }
}
