package dev.promptcards.assertion.json;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JavaScriptTextTest {

    /// The right column is what `String(…)` gives in JavaScript.
    @ParameterizedTest
    @CsvSource({
        "3.0, 3",
        "0.5, 0.5",
        "-0.0, 0",
        "100, 100",
        "1e20, 100000000000000000000",
        "1e21, 1e+21",
        "1.5e300, 1.5e+300",
        "0.000001, 0.000001",
        "0.00000123, 0.00000123",
        "1e-7, 1e-7",
        "-1.25e-9, -1.25e-9",
        "0.1, 0.1",
        "123456.789, 123456.789"
    })
    void numbers_are_written_as_javascript_writes_them(double number, String text) {
        assertThat(JavaScriptText.number(number)).isEqualTo(text);
    }

    @Test
    void trees_are_written_without_spaces_in_the_order_of_their_members()
            throws JsonProcessingException {
        String json =
                "{ \"b\" : [1, 2.0, null, true], \"a\": {\"é\\n"
                        + "\": \"\\\"x\\\"\"}, \"c\": [{}, []] }";

        assertThat(JavaScriptText.stringify(new JsonMapper().readTree(json)))
                .isEqualTo("{\"b\":[1,2,null,true],\"a\":{\"é\\n\":\"\\\"x\\\"\"},\"c\":[{},[]]}");
    }
}
