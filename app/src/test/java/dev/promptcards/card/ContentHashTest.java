package dev.promptcards.card;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ContentHashTest {

    private static final ObjectMapper JSON = new ObjectMapper();

    @Test
    void the_order_of_fields_and_the_spelling_of_numbers_make_no_other_content()
            throws JsonProcessingException {
        assertThat(settings("{\"a\": 1, \"b\": [1.50, 100]}"))
                .isEqualTo(settings("{\"b\": [1.5, 1e2], \"a\": 1.0}"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"a\": 1}         | {\"a\": \"1\"}",
                "{\"a\": null}      | {}",
                "{\"a\": [1, 2]}    | {\"a\": [2, 1]}",
                "{\"a\": [\"bc\"]}  | {\"a\": [\"b\", \"c\"]}",
                "{\"a\": [[1], 2]}  | {\"a\": [[1, 2]]}",
                "{\"a\": true}      | {\"a\": \"true\"}",
                "{\"a\": {}}        | {\"a\": []}"
            })
    void other_settings_are_another_content(String one, String other)
            throws JsonProcessingException {
        assertThat(settings(one)).isNotEqualTo(settings(other));
    }

    @Test
    void a_text_and_a_chat_of_the_same_characters_differ() throws JsonProcessingException {
        var messages = "[{\"role\": \"user\", \"content\": \"x\"}]";
        var chat = (ArrayNode) JSON.readTree(messages);

        assertThat(CardContent.of(null, chat, null, null).hash())
                .isNotEqualTo(CardContent.of(messages, null, null, null).hash());
    }

    @Test
    void one_character_of_a_template_makes_another_content() {
        assertThat(CardContent.of("Hi ", null, null, null).hash())
                .isNotEqualTo(CardContent.of("Hi", null, null, null).hash());
    }

    private static byte[] settings(String json) throws JsonProcessingException {
        return CardContent.of("x", null, null, (ObjectNode) JSON.readTree(json)).hash();
    }
}
