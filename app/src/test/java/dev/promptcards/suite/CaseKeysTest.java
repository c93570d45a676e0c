package dev.promptcards.suite;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

import org.junit.jupiter.api.Test;

import java.util.Optional;

class CaseKeysTest {

    private final CaseKeys keys = new CaseKeys();

    @Test
    void the_authors_key_wins() {
        assertThat(keys.keyOf(Optional.of("refund"), json("{}"), Optional.empty(), json("[]")))
                .isEqualTo("refund");
    }

    @Test
    void the_key_survives_an_edit_of_the_assertions_and_of_the_order_of_variables() {
        var before = key("{\"q\": \"a\", \"n\": 1}", "[{\"type\": \"equals\"}]");
        var after =
                new CaseKeys()
                        .keyOf(
                                Optional.empty(),
                                json("{\"n\": 1, \"q\": \"a\"}"),
                                Optional.of("renamed"),
                                json("[{\"type\": \"contains\"}]"));
        assertThat(after).isEqualTo(before);
    }

    @Test
    void other_variables_are_another_case() {
        assertThat(key("{\"q\": \"a\"}", "[]")).isNotEqualTo(key("{\"q\": \"b\"}", "[]"));
    }

    @Test
    void the_same_case_twice_is_told_apart_by_its_order() {
        var first = key("{\"q\": \"a\"}", "[]");
        assertThat(key("{\"q\": \"a\"}", "[]")).isEqualTo(first + "-2");
        assertThat(key("{\"q\": \"a\"}", "[]")).isEqualTo(first + "-3");
    }

    @Test
    void without_variables_the_description_tells_cases_apart_and_then_the_assertions() {
        var described = keys.keyOf(Optional.empty(), json("{}"), Optional.of("greets"), json("[]"));
        var other = keys.keyOf(Optional.empty(), json("{}"), Optional.of("thanks"), json("[]"));
        assertThat(described).isNotEqualTo(other);
        assertThat(key("{}", "[1]")).isNotEqualTo(key("{}", "[2]"));
    }

    private String key(String vars, String asserts) {
        return keys.keyOf(Optional.empty(), json(vars), Optional.empty(), json(asserts));
    }

    private static JsonNode json(String text) {
        try {
            return new ObjectMapper().readTree(text);
        } catch (JsonProcessingException e) {
            throw new AssertionError(e);
        }
    }
}
