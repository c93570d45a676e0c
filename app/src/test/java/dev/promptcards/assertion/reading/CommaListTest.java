package dev.promptcards.assertion.reading;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.util.List;

class CommaListTest {

    @Test
    void elements_are_trimmed_and_empty_ones_dropped() {
        assertThat(CommaList.split(" a ,b c,, d,")).isEqualTo(List.of("a", "b c", "d"));
        assertThat(CommaList.split(" , ")).isEmpty();
    }

    @Test
    void a_quoted_element_keeps_its_commas_and_its_spaces() {
        assertThat(CommaList.split("\"a, b\" , \" c \",d")).isEqualTo(List.of("a, b", " c ", "d"));
    }

    @Test
    void a_quote_that_does_not_enclose_an_element_is_a_character() {
        assertThat(CommaList.split("5\" pipe, say \"hi\", \"open"))
                .isEqualTo(List.of("5\" pipe", "say \"hi\"", "\"open"));
    }
}
