package dev.promptcards.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.json.JsonMapper;

import dev.promptcards.http.NdjsonReader.Line;

import org.junit.jupiter.api.Test;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

class NdjsonReaderTest {

    private static final ObjectReader JSON =
            JsonMapper.builder()
                    .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                    .build()
                    .reader();

    @Test
    void lines_are_numbered_as_an_editor_does_and_blank_ones_left_out() throws IOException {
        assertThat(read("{\"a\":1}\n\n  \r\n[2]\r\n3"))
                .extracting(Line::number)
                .containsExactly(1, 4, 5);
    }

    @Test
    void a_broken_line_is_a_value_and_the_rest_goes_on() throws IOException {
        var lines = read("{\"a\":\n{\"b\":2}\n1 2\n");

        assertThat(lines.get(0)).isEqualTo(new Line.Unreadable(1, "ends in the middle"));
        assertThat(lines.get(1)).isInstanceOf(Line.Value.class);
        assertThat(lines.get(2))
                .isEqualTo(new Line.Unreadable(3, "something follows the JSON value"));
    }

    @Test
    void a_byte_order_mark_before_the_first_line_is_no_part_of_it() throws IOException {
        assertThat(read("\uFEFF{}\n")).hasOnlyElementsOfType(Line.Value.class);
    }

    @Test
    void a_line_that_is_no_utf_8_is_told_so() throws IOException {
        var bytes = new ByteArrayOutputStream();
        bytes.write('"');
        bytes.write(0xFF);
        bytes.writeBytes("\"\n1\n".getBytes(StandardCharsets.UTF_8));

        assertThat(read(bytes.toByteArray(), 100))
                .first()
                .isEqualTo(new Line.Unreadable(1, "not valid UTF-8"));
    }

    @Test
    void a_line_longer_than_allowed_is_passed_over_without_being_held() throws IOException {
        var lines =
                read(("\"" + "x".repeat(200) + "\"\n5\n").getBytes(StandardCharsets.UTF_8), 100);

        assertThat(lines.get(0)).isEqualTo(new Line.Unreadable(1, "longer than 100 bytes"));
        assertThat(lines.get(1)).isInstanceOf(Line.Value.class);
    }

    @Test
    void an_empty_stream_has_no_lines() throws IOException {
        assertThat(read("")).isEmpty();
        assertThat(read("\n\n")).isEmpty();
    }

    private static List<Line> read(String text) throws IOException {
        return read(text.getBytes(StandardCharsets.UTF_8), 1000);
    }

    private static List<Line> read(byte[] bytes, int maxLineBytes) throws IOException {
        var reader = new NdjsonReader(new ByteArrayInputStream(bytes), JSON, maxLineBytes);
        var lines = new ArrayList<Line>();
        for (var line = reader.next(); line.isPresent(); line = reader.next()) {
            lines.add(line.get());
        }
        return lines;
    }
}
