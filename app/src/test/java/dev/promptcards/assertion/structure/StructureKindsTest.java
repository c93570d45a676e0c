package dev.promptcards.assertion.structure;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;

import dev.promptcards.assertion.kind.Finding;
import dev.promptcards.assertion.kind.StructureAssertion;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.Optional;
import java.util.stream.IntStream;

class StructureKindsTest {

    private static final JsonMapper MAPPER =
            JsonMapper.builder().enable(JsonReadFeature.ALLOW_SINGLE_QUOTES).build();

    private final StructureKinds kinds = new StructureKinds();

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'type': 'strin'}",
                "{'required': 'a'}",
                "{'properties': []}",
                "{'requred': ['a']}",
                "{'properties': {'a': {'typ': 'string'}}}",
                "{'$ref': '#/definitions/missing'}",
                "{'$ref': 'https://example.com/schema.json'}",
                "{'$ref': 'file:///etc/passwd'}",
                "{'$ref': 'classpath:logback.xml'}",
                "{'$schema': 'https://example.com/dialect'}",
                "{'pattern': '('}",
                "[]",
                "7",
                "'a text'",
                "'{type: object'",
                "'a: &a [1]\\nb: *a'"
            })
    void a_schema_that_is_none_is_an_error_and_says_so(String schema) {
        assertThat(isJson(schema, "{'a': 'b'}"))
                .isInstanceOfSatisfying(
                        Finding.Unusable.class,
                        u -> assertThat(u.reason()).startsWith("Invalid JSON schema: "));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'type': 'object', 'nullable': true, 'title': 't', 'examples': [1]}",
                "{'$schema': 'http://json-schema.org/draft-04/schema#', 'type': 'object'}",
                "{'$schema': 'http://json-schema.org/draft-07/schema#', 'type': 'object'}",
                "{'$schema': 'https://json-schema.org/draft/2020-12/schema', 'type': 'object'}",
                "{'$ref': 'http://json-schema.org/draft-07/schema#'}",
                "{'definitions': {'o': {'type': 'object'}}, '$ref': '#/definitions/o'}",
                "{'$defs': {'o': {'type': 'object'}}, 'allOf': [{'$ref': '#/$defs/o'}]}",
                "{'type': ['object', 'null'], 'description': 'd', 'default': {}, '$comment': 'c'}",
                "{'properties': {'a': {'format': 'password'}, 'n': {'format': 'int32'}}}",
                "{'x-order': 1, 'properties': {'a': {'example': 'b'}}}",
                "true",
                "'type: object'"
            })
    void a_schema_of_any_draft_is_read(String schema) {
        assertThat(isJson(schema, "{'a': 'b'}"))
                .isInstanceOfSatisfying(Finding.Decided.class, d -> assertThat(d.holds()).isTrue());
    }

    @Test
    void an_unknown_format_is_an_error_and_not_a_pass() {
        Finding finding = isJson("{'properties': {'a': {'format': 'dat'}}}", "{'a': 'x'}");

        assertThat(finding).isInstanceOf(Finding.Unusable.class);
    }

    @Test
    void nullable_lets_null_through() {
        String schema = "{'properties': {'a': {'type': 'string', 'nullable': true}}}";

        assertThat(isJson(schema, "{'a': null}")).isEqualTo(isJson(schema, "{'a': 'b'}"));
        assertThat(isJson(schema, "{'a': null}")).isNotEqualTo(isJson(schema, "{'a': 1}"));
    }

    @Test
    void a_schema_that_refers_to_itself_for_ever_is_an_error() {
        assertThat(isJson("{'$ref': '#'}", "{}")).isInstanceOf(Finding.Unusable.class);
    }

    @Test
    void a_pattern_that_backtracks_for_ever_is_an_error() {
        Finding finding =
                isJson(
                        "{'properties': {'a': {'pattern': '(.*a){20}b'}}}",
                        "{'a': '" + "a".repeat(40) + "!'}");

        assertThat(finding)
                .isInstanceOfSatisfying(
                        Finding.Unusable.class,
                        u -> assertThat(u.reason()).contains("took too long"));
    }

    @Test
    void two_schemas_of_one_id_are_two_schemas() {
        assertThat(isJson("{'$id': 'http://x/s', 'type': 'object'}", "{}").negated())
                .isNotEqualTo(isJson("{'$id': 'http://x/s', 'type': 'array'}", "{}").negated());
        assertThat(isJson("{'$id': 'http://x/s', 'type': 'array'}", "{}"))
                .isInstanceOfSatisfying(
                        Finding.Decided.class, d -> assertThat(d.holds()).isFalse());
    }

    @Test
    void reasons_name_the_place_and_what_is_wrong_there() {
        String schema =
                """
                {'required': ['a'], 'additionalProperties': false,
                 'properties': {'n': {'minimum': 1000}, 'a': {'type': ['string', 'null']}, 'd': {'format': 'date'}}}
                """;

        assertThat(reason(schema, "{'n': 1, 'extra': 2, 'd': '2024-02-30'}"))
                .startsWith("JSON does not conform to the provided schema. Errors: ")
                .contains(
                        "data must have required property 'a'",
                        "data/n must be >= 1000",
                        "data must NOT have additional properties, but has 'extra'",
                        "data/d must match format \"date\"");
        assertThat(reason(schema, "{'a': 1}")).contains("data/a must be [string, null]");
    }

    @Test
    void only_the_first_few_violations_are_listed() {
        String many = IntStream.range(0, 100).mapToObj(i -> "'a'").toList().toString();

        assertThat(reason("{'items': {'type': 'number'}}", many)).endsWith(", and 95 more");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "text { } text",
                "{a: 1}",
                "{1, 2}",
                "so {'a': [1, 2,],} it is",
                "{\"a\": {\"b\": 1}",
                "{{ name }}",
                "}{ {\"a\": 1}"
            })
    void objects_are_found_leniently(String output) {
        assertThat(containsJson(output))
                .isInstanceOfSatisfying(Finding.Decided.class, d -> assertThat(d.holds()).isTrue());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{", "}", "[1]", "{\"a\": \"}\"}", "{a: &x [1], b: *x}"})
    void what_is_no_object_is_not_found(String output) {
        assertThat(containsJson(output))
                .isInstanceOfSatisfying(
                        Finding.Decided.class, d -> assertThat(d.holds()).isFalse());
    }

    @Test
    void an_output_of_braces_alone_is_given_up() {
        assertThat(containsJson("{".repeat(1_000_000))).isInstanceOf(Finding.Unusable.class);
    }

    private Finding isJson(String schema, String output) {
        return kinds.judge(
                new StructureAssertion.IsJson(Optional.of(json(schema))), json(output).toString());
    }

    private String reason(String schema, String output) {
        return isJson(schema, output) instanceof Finding.Decided decided ? decided.ifFailed() : "";
    }

    private Finding containsJson(String output) {
        return kinds.judge(new StructureAssertion.ContainsJson(Optional.empty()), output);
    }

    private static JsonNode json(String text) {
        try {
            return MAPPER.readTree(text);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(text, e);
        }
    }
}
