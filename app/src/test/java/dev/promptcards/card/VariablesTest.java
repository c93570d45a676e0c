package dev.promptcards.card;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.promptcards.card.Variables.Checked;
import dev.promptcards.problem.Violation;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.util.List;

class VariablesTest {

    private static final ObjectMapper JSON = new ObjectMapper();

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "string  | '\"x\"'",
                "string  | '\"\"'",
                "number  | 5",
                "number  | -0.5",
                "number  | 1e300",
                "boolean | false",
                "enum    | '\"formal\"'",
                "list    | []",
                "list    | '[1, \"a\"]'",
                "object  | {}"
            })
    void a_value_of_the_declared_type_is_accepted(String type, String value) throws Exception {
        var checked = check(declared(type), "{\"v\": " + value + "}");

        assertThat(checked).isInstanceOf(Checked.Accepted.class);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "string  | 5             | expected a string, got a number",
                "string  | null          | expected a string, got null",
                "number  | '\"5\"'       | expected a number, got a string",
                "boolean | '\"true\"'    | expected a boolean, got a string",
                "boolean | 1             | expected a boolean, got a number",
                "enum    | '\"rude\"'    | expected one of \"formal\", \"casual\", got another"
                        + " string",
                "enum    | 1             | expected one of \"formal\", \"casual\", got a number",
                "list    | {}            | expected a list, got an object",
                "object  | []            | expected an object, got a list",
                "object  | true          | expected an object, got a boolean"
            })
    void a_value_of_another_type_is_refused_without_repeating_it(
            String type, String value, String message) throws Exception {
        var checked = check(declared(type), "{\"v\": " + value + "}");

        assertThat(checked)
                .isEqualTo(new Checked.Refused(List.of(new Violation("values.v", message))));
    }

    @Test
    void every_violation_is_told_at_once() throws Exception {
        var declared =
                "[{\"name\": \"a\", \"type\": \"string\"}, {\"name\": \"b\", \"type\": \"number\"},"
                        + " {\"name\": \"c\", \"type\": \"boolean\"}]";

        var checked = check(declared, "{\"b\": \"1\", \"c\": true}");

        assertThat(checked)
                .isEqualTo(
                        new Checked.Refused(
                                List.of(
                                        new Violation("values.a", "expected a string, got nothing"),
                                        new Violation(
                                                "values.b", "expected a number, got a string"))));
    }

    @Test
    void a_default_stands_in_for_what_is_missing_or_null() throws Exception {
        var declared =
                "[{\"name\": \"a\", \"type\": \"string\", \"default\": \"x\"},"
                        + " {\"name\": \"b\", \"type\": \"list\", \"default\": []}]";

        var checked = check(declared, "{\"b\": null, \"c\": 1}");

        assertThat(checked).isEqualTo(accepted("{\"a\": \"x\", \"b\": [], \"c\": 1}"));
    }

    @Test
    void what_is_not_required_may_be_missing() throws Exception {
        var declared = "[{\"name\": \"a\", \"type\": \"string\", \"required\": false}]";

        assertThat(check(declared, "{}")).isEqualTo(accepted("{}"));
    }

    @Test
    void names_that_are_not_declared_pass_and_nothing_declared_accepts_anything() throws Exception {
        assertThat(check("[]", "{\"a\": [1]}")).isEqualTo(accepted("{\"a\": [1]}"));
    }

    @Test
    void the_values_given_are_not_changed() throws Exception {
        var values = (ObjectNode) JSON.readTree("{}");
        Variables.check(
                variables("[{\"name\": \"a\", \"type\": \"string\", \"default\": \"x\"}]"), values);

        assertThat(values).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "[{\"name\": \"\", \"type\": \"string\"}]              | variables[0]",
                "[{\"name\": \"a\", \"type\": \"enum\"}]               | variables[0]",
                "[{\"name\": \"a\", \"type\": \"list\", \"values\": [\"x\"]}] | variables[0]",
                "[{\"name\": \"a\", \"type\": \"number\", \"default\": \"1\"}] |"
                        + " variables[0].default",
                "[{\"name\": \"a\", \"type\": \"enum\", \"values\": [\"x\"], \"default\": \"y\"}] |"
                        + " variables[0].default",
                "[{\"name\": \"a\", \"type\": \"string\"}, {\"name\": \"a\", \"type\": \"list\"}] |"
                        + " variables[1]"
            })
    void a_declaration_that_contradicts_itself_is_found(String declared, String at)
            throws Exception {
        assertThat(Variables.faults(variables(declared)))
                .singleElement()
                .extracting(Violation::at)
                .isEqualTo(at);
    }

    private static String declared(String type) {
        return "[{\"name\": \"v\", \"type\": \""
                + type
                + "\""
                + (type.equals("enum") ? ", \"values\": [\"formal\", \"casual\"]" : "")
                + "}]";
    }

    private static Checked check(String declared, String values) throws JsonProcessingException {
        return Variables.check(variables(declared), (ObjectNode) JSON.readTree(values));
    }

    private static Checked accepted(String values) throws JsonProcessingException {
        return new Checked.Accepted((ObjectNode) JSON.readTree(values));
    }

    private static List<Variable> variables(String json) throws JsonProcessingException {
        return JSON.readValue(json, new TypeReference<List<Variable>>() {});
    }
}
