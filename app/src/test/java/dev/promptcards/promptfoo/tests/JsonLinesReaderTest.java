package dev.promptcards.promptfoo.tests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.promptcards.promptfoo.file.Refusal;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

class JsonLinesReaderTest {

    @TempDir Path folder;

    @Test
    void each_line_is_a_value_however_lines_end() throws IOException, Refusal {
        try (var reader = reader("{\"a\":1}\r\n\n {\"a\":2}")) {
            assertThat(reader.next().orElseThrow().value().toString()).isEqualTo("{\"a\":1}");
            var second = reader.next().orElseThrow();
            assertThat(second.value().toString()).isEqualTo("{\"a\":2}");
            assertThat(second.place().line()).isEqualTo(3);
            assertThat(reader.next()).isEmpty();
        }
    }

    @Test
    void a_second_value_on_a_line_is_refused_and_not_lost() throws IOException, Refusal {
        try (var reader = reader("{\"a\":1}\n{\"a\":2} {\"a\":3}\n")) {
            reader.next();
            assertThatThrownBy(reader::next)
                    .isInstanceOf(Refusal.class)
                    .hasMessageContaining("t.jsonl:2: more than one value on the line");
        }
    }

    @Test
    void a_line_without_end_is_refused_before_it_fills_the_memory() throws IOException, Refusal {
        try (var reader = reader("{}\n{\"a\":\"" + "x".repeat(17 << 20))) {
            reader.next();
            assertThatThrownBy(reader::next)
                    .isInstanceOf(Refusal.class)
                    .hasMessageContaining("t.jsonl:2: a line of more than 16,777,216 characters");
        }
    }

    private JsonLinesReader reader(String text) throws IOException, Refusal {
        return new JsonLinesReader(Files.writeString(folder.resolve("t.jsonl"), text));
    }
}
