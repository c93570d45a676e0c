package dev.promptcards.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.promptcards.problem.Problem;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;

class CursorTest {

    @Test
    void a_cursor_reads_as_it_was_written() {
        var cursor = new Cursor("cards", List.of("2026-01-31T12:00:00Z", "ä/+"));

        assertThat(cursor.encoded()).matches("[A-Za-z0-9_-]+");
        assertThat(Cursor.decoded(cursor.encoded(), "cards", 2)).isEqualTo(cursor);
    }

    @Test
    void a_cursor_of_another_listing_is_refused() {
        var word = new Cursor("cards", List.of("a", "b")).encoded();

        assertThatThrownBy(() -> Cursor.decoded(word, "runs", 2))
                .isInstanceOf(Problem.Invalid.class);
        assertThatThrownBy(() -> Cursor.decoded(word, "cards", 1))
                .isInstanceOf(Problem.Invalid.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "null",
                "[]",
                "{}",
                "{\"v\":2,\"of\":\"cards\",\"key\":[\"a\"]}",
                "{\"v\":1,\"of\":\"cards\"}",
                "{\"v\":1,\"of\":\"cards\",\"key\":[null]}",
                "{\"v\":1,\"of\":\"cards\",\"key\":[\"a\"",
                "{\"v\":1,\"of\":\"cards\",\"key\":[\"a\"],\"more\":1}"
            })
    void what_no_page_gave_is_refused(String json) {
        var word = Base64.getUrlEncoder().encodeToString(json.getBytes(StandardCharsets.UTF_8));

        assertThatThrownBy(() -> Cursor.decoded(word, "cards", 1))
                .isInstanceOf(Problem.Invalid.class)
                .hasMessageContaining("cursor:");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "!!!", "zz", "%"})
    void what_is_no_base64_is_refused(String word) {
        assertThatThrownBy(() -> Cursor.decoded(word, "cards", 1))
                .isInstanceOf(Problem.Invalid.class);
    }

    @Test
    void the_surplus_row_tells_that_there_is_a_next_page() {
        var request = PageRequest.of("numbers", 1, null, 2);

        var first = Page.of(List.of(1, 2, 3), request, n -> List.of(n.toString()));
        var last = Page.of(List.of(3), request, n -> List.of(n.toString()));

        assertThat(first.items()).containsExactly(1, 2);
        assertThat(first.nextCursor())
                .hasValueSatisfying(
                        word ->
                                assertThat(Cursor.decoded(word, "numbers", 1).key())
                                        .containsExactly("2"));
        assertThat(last.next()).isNull();
    }
}
