package dev.promptcards.template;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.promptcards.script.Sandbox;
import dev.promptcards.script.ScriptScope;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class VariablesTest {

    private static final ScriptScope SCOPE = new ScriptScope("a run");
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Sandbox SANDBOX = new Sandbox();
    private static final Variables VARIABLES = new Variables(new Templates(SANDBOX));

    @AfterAll
    static void close() {
        SANDBOX.close();
    }

    @ParameterizedTest
    @CsvSource(
            delimiterString = "-->",
            quoteCharacter = '`',
            value = {
                "Hello {{name}}                              --> Hello Ana",
                "{{ name }}, {{ name }}!                     --> Ana, Ana!",
                "{{mid}}                                     --> <Ana>",
                "{{ name | upper }}                          --> ANA",
                "{{ number }} {{ list }} {{ object }}        --> 3 1,b [object Object]",
                "{{ object.k }}                              --> v",
                "{% if name %}yes{% endif %}                 --> yes",
                "{% for x in list %}{{ x }};{% endfor %}     --> 1;b;",
                "a{# gone #}b                                --> ab",
                "{{ env.TOWN }}                              --> Ulm",
                "{{ env.NOWHERE }}|                          --> |",
            })
    void a_value_that_names_others_is_rendered(String value, String expected) throws Exception {
        assertThat(resolved(value)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource(
            delimiterString = "-->",
            quoteCharacter = '`',
            value = {
                "Hi {{nobody}}!                              --> Hi {{nobody}}!",
                "{{nobody}} {{name}}                         --> {{nobody}} {{name}}",
                "{{ nobody | default('x') }}                 --> {{ nobody | default('x') }}",
                "{% if nobody %}x{% endif %}                 --> {% if nobody %}x{% endif %}",
                "{% for k, v in object %}{{k}}{% endfor %}   --> {% for k, v in object %}{{k}}{%"
                        + " endfor %}",
                "{{ name                                     --> {{ name",
                "{% if name                                  --> {% if name",
            })
    void a_value_that_names_what_is_not_there_or_is_no_template_stays_literal(
            String value, String expected) throws Exception {
        assertThat(resolved(value)).isEqualTo(expected);
    }

    @Test
    void references_in_comments_are_no_references() throws Exception {
        assertThat(resolved("{# {{nobody}} #}ok")).isEqualTo("ok");
    }

    @Test
    void substitution_stops_after_five_passes() throws Exception {
        ObjectNode vars = vars("{\"a\":\"{{b}}\",\"b\":\"{{b}}x\"}");

        assertThat(Variables.substitute(vars))
                .isEqualTo(
                        new Resolution.Resolved(
                                JSON.createObjectNode()
                                        .put("a", "{{b}}" + "x".repeat(31))
                                        .put("b", "{{b}}" + "x".repeat(32))));
    }

    @Test
    void one_newline_at_the_end_of_a_value_is_dropped_and_no_more() throws Exception {
        assertThat(
                        Variables.substitute(
                                vars("{\"a\":\"x\\n\\n\",\"b\":\"\\n\",\"c\":\"y\\r\\n\"}")))
                .isEqualTo(
                        new Resolution.Resolved(
                                vars("{\"a\":\"x\\n\",\"b\":\"\",\"c\":\"y\\r\"}")));
    }

    @Test
    void what_is_no_text_stays_what_it_is() throws Exception {
        ObjectNode vars =
                vars("{\"n\":1.5,\"o\":{\"t\":\"{{n}}\\n\"},\"l\":[\"{{n}}\"],\"z\":null}");

        assertThat(VARIABLES.resolve(SCOPE, vars)).isEqualTo(new Resolution.Resolved(vars));
    }

    @Test
    void the_variables_given_are_left_as_they_are() throws Exception {
        ObjectNode vars = vars("{\"a\":\"{{b}}\\n\",\"b\":\"x\"}");

        VARIABLES.resolve(SCOPE, vars);

        assertThat(vars).isEqualTo(vars("{\"a\":\"{{b}}\\n\",\"b\":\"x\"}"));
    }

    @Test
    void a_value_whose_template_fails_is_named() throws Exception {
        assertThat(VARIABLES.resolve(SCOPE, vars("{\"a\":\"{{ b | nofilter }}\",\"b\":1}")))
                .isEqualTo(
                        new Resolution.Failed(
                                "Variable \"a\": Template render error: (unknown path)\n"
                                        + "  Error: filter not found: nofilter"));
    }

    @Test
    void values_that_blow_each_other_up_are_refused() throws Exception {
        ObjectNode vars = JSON.createObjectNode().put("v0", "x".repeat(100_000));
        for (int i = 1; i < 100; i++) {
            vars.put("v" + i, "{{v%d}}".formatted(i - 1).repeat(5));
        }

        assertThat(VARIABLES.resolve(SCOPE, vars)).isInstanceOf(Resolution.Failed.class);
    }

    private static String resolved(String value) throws JsonProcessingException {
        ObjectNode vars =
                vars(
                        "{\"mid\":\"<{{name}}>\",\"name\":\"Ana\",\"number\":3,\"list\":[1,\"b\"],"
                                + "\"object\":{\"k\":\"v\"},\"env\":{\"TOWN\":\"Ulm\"}}");
        vars.put("it", value);
        return switch (VARIABLES.resolve(SCOPE, vars)) {
            case Resolution.Resolved(ObjectNode resolved) -> resolved.path("it").textValue();
            case Resolution.Failed(String message) -> message;
        };
    }

    private static ObjectNode vars(String text) throws JsonProcessingException {
        return (ObjectNode) JSON.readTree(text);
    }
}
