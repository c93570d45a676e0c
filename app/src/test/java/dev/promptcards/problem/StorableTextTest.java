package dev.promptcards.problem;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StorableTextTest {

    private static final ObjectMapper JSON = new ObjectMapper();

    @ParameterizedTest
    @ValueSource(strings = {"", "plain", "{{ name }} ${x} {", "日本語", "😀", "a\u0001\t\r\n\uFFFF"})
    void text_of_any_script_is_stored(String text) {
        assertThat(StorableText.fault(text)).isEmpty();
    }

    @Test
    void the_nul_character_is_refused_with_its_place() {
        assertThat(StorableText.fault("ab\0c"))
                .contains("holds the character U+0000 at position 2; remove it");
    }

    @ParameterizedTest
    @ValueSource(strings = {"\uD83D", "a\uDE00", "\uDE00\uD83D", "\uD83Dx"})
    void half_a_character_is_refused(String text) {
        assertThat(StorableText.fault(text)).isPresent();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"a\\u0000\": 1}",
                "{\"a\": [1, {\"b\": \"\\u0000\"}]}",
                "[\"\\ud83d\"]",
                "[1e999]"
            })
    void a_fault_is_found_anywhere_in_a_tree(String json) throws JsonProcessingException {
        assertThat(StorableText.fault(JSON.readTree(json))).isPresent();
    }

    @Test
    void a_sound_tree_is_stored() throws JsonProcessingException {
        assertThat(StorableText.fault(JSON.readTree("{\"a\": [1, 2.5, null, true, \"x\"]}")))
                .isEmpty();
    }
}
