package dev.promptcards.assertion;

import static dev.promptcards.assertion.KindRow.Outcome.ERROR;
import static dev.promptcards.assertion.KindRow.Outcome.HOLDS;
import static dev.promptcards.assertion.KindRow.Outcome.HOLDS_NOT;
import static dev.promptcards.assertion.KindRow.bare;
import static dev.promptcards.assertion.KindRow.row;
import static dev.promptcards.assertion.KindRow.value;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;

import dev.promptcards.assertion.measure.Measures;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.Stream;

/// Calls in every provider's form, against what the provider was configured to offer.
class ToolKindsTest {

    private static final String CONFIG =
            """
            {'functions': [{'name': 'old', 'parameters': {'type': 'object', 'required': ['a']}}],
             'tools': [
               {'type': 'function', 'function': {'name': 'find', 'parameters':
                 {'type': 'object', 'properties': {'n': {'type': 'integer'}}, 'required': ['n']}}},
               {'type': 'function', 'function': {'name': 'free'}},
               {'name': 'claude', 'input_schema': {'type': 'object', 'required': ['x']}},
               {'functionDeclarations': [{'name': 'gemini', 'parameters': {'required': ['y']}}]}]}\
            """;

    private static final Workbench BENCH = new Workbench();

    @AfterAll
    static void close() {
        BENCH.close();
    }

    static Stream<KindRow> rows() {
        return Stream.of(tools(), functions(), anyCall(), names(), skills()).flatMap(List::stream);
    }

    private static String tool(String name, String arguments) {
        return "{'type': 'function', 'function': {'name': '%s', 'arguments': '%s'}}"
                .formatted(name, arguments);
    }

    private static List<KindRow> tools() {
        String kind = "is-valid-openai-tools-call";
        String good = tool("find", "{\\\"n\\\": 1}");
        return List.of(
                bare(kind, "[" + good + "]", HOLDS),
                bare(kind, "{'tool_calls': [" + good + "]}", HOLDS),
                bare(kind, "[" + good + "," + tool("free", "{}") + "]", HOLDS),
                bare(kind, "[" + good + "," + tool("find", "{\\\"n\\\": 1.5}") + "]", HOLDS_NOT),
                bare(kind, "[" + tool("find", "{n: 1}") + "]", HOLDS_NOT),
                bare(kind, "[" + tool("other", "{}") + "]", HOLDS_NOT),
                bare(kind, "[{'function': {'name': 'find', 'arguments': {'n': 1}}}]", HOLDS_NOT),
                bare(kind, "[]", HOLDS_NOT),
                bare(kind, "\"text\"", HOLDS_NOT));
    }

    private static List<KindRow> functions() {
        String kind = "is-valid-openai-function-call";
        String good = "{'name': 'old', 'arguments': '{\\\"a\\\": 1}'}";
        return List.of(
                bare(kind, good, HOLDS),
                bare(kind, "{'function_call': " + good + "}", HOLDS),
                bare(kind, "{'name': 'old', 'arguments': '{}'}", HOLDS_NOT),
                bare(kind, "{'name': 'find', 'arguments': '{\\\"n\\\": 1}'}", HOLDS_NOT),
                bare(kind, "{'name': 'old', 'arguments': '['}", HOLDS_NOT),
                bare(kind, "{'name': 'old'}", HOLDS_NOT));
    }

    private static List<KindRow> anyCall() {
        String kind = "is-valid-function-call";
        return List.of(
                bare(kind, "{'name': 'old', 'arguments': '{\\\"a\\\": 1}'}", HOLDS),
                bare(kind, "[" + tool("find", "{\\\"n\\\": 1}") + "]", HOLDS),
                bare(kind, "{'type': 'tool_use', 'name': 'claude', 'input': {'x': 1}}", HOLDS),
                bare(kind, "{'type': 'tool_use', 'name': 'claude', 'input': {}}", HOLDS_NOT),
                bare(kind, "[{'functionCall': {'name': 'gemini', 'args': {'y': 1}}}]", HOLDS),
                bare(kind, "[{'functionCall': {'name': 'gemini', 'args': {}}}]", HOLDS_NOT),
                bare(kind, "{'name': 'unheard of', 'arguments': '{}'}", HOLDS_NOT),
                bare(kind, "\"no call\"", HOLDS_NOT));
    }

    private static List<KindRow> names() {
        String kind = "tool-call-f1";
        String both = "[" + tool("a", "{}") + "," + tool("b", "{}") + "," + tool("a", "{}") + "]";
        return List.of(
                value(kind, "'a, b'", both, HOLDS),
                value(kind, "['b', 'a']", both, HOLDS),
                value(kind, "'a'", both, HOLDS_NOT),
                row(kind, "'value': 'a', 'threshold': 0.6", both, HOLDS),
                value(kind, "'a'", "\"none\"", HOLDS_NOT),
                value(kind, "'a'", "{'toolCall': {'functionCalls': [{'name': 'a'}]}}", HOLDS),
                value(kind, "'a'", "[{'type': 'function_call', 'name': 'a'}]", HOLDS),
                value(kind, "'a'", "\"I will\\n{\\\"name\\\": \\\"a\\\"}\\nnow\"", HOLDS),
                value(kind, "'a'", "\"I will {\\\"name\\\": \\\"a\\\"} now\"", HOLDS_NOT),
                value(kind, "'a'", "\"" + "{\\n".repeat(500_000) + "\"", HOLDS_NOT),
                value(kind, "' , '", both, ERROR),
                value(kind, "[]", both, ERROR),
                value(kind, "{'a': 'a'}", both, ERROR),
                value(kind, "7", both, ERROR));
    }

    private static List<KindRow> skills() {
        String kind = "skill-used";
        return List.of(
                value(kind, "'search'", "{}", HOLDS),
                value(kind, "['search', 'write-file']", "{}", HOLDS),
                value(kind, "'broken'", "{}", HOLDS_NOT),
                value(kind, "{'name': 'search'}", "{}", HOLDS),
                value(kind, "{'name': 'search', 'min': 3}", "{}", HOLDS_NOT),
                value(kind, "{'pattern': 'WRITE-*', 'max': 1}", "{}", HOLDS),
                value(kind, "{'pattern': '?????', 'min': 1}", "{}", HOLDS_NOT),
                value(kind, "{'min': 1}", "{}", ERROR),
                value(kind, "{'name': 'a', 'min': 2, 'max': 1}", "{}", ERROR),
                value(kind, "{'name': 'a', 'min': 1.5}", "{}", ERROR),
                value(kind, "7", "{}", ERROR));
    }

    @ParameterizedTest
    @MethodSource("rows")
    @Timeout(20)
    void a_kind_and_its_negation_give_the_verdict_of_the_table(KindRow row) {
        row.check(BENCH, attempt(row.output(), CONFIG));
    }

    @Test
    void a_forbidden_list_of_skills_fails_with_the_first_of_them() {
        assertThat(skillGrade("not-skill-used", "['search', 'other']").passed()).isFalse();
        assertThat(skillGrade("not-skill-used", "['one', 'other']").passed()).isTrue();
        assertThat(skillGrade("not-skill-used", "{'name': 'one', 'max': 0}").passed()).isTrue();
        assertThat(skillGrade("not-skill-used", "{'name': 'search', 'max': 0}").passed()).isFalse();
    }

    @Test
    void without_tools_to_compare_with_nothing_is_judged() {
        Attempt attempt = attempt("[" + tool("find", "{}") + "]", "{}");

        for (String type : List.of("is-valid-openai-tools-call", "not-is-valid-function-call")) {
            Grade grade = BENCH.grade("[{'type': '" + type + "'}]", attempt);
            assertThat(grade.errored()).isTrue();
            assertThat(grade.reason()).contains("configured without");
        }
    }

    @Test
    void the_opposite_of_f1_scores_what_is_missing_to_one() {
        Attempt attempt = attempt("[{'name': 'a'}]", CONFIG);
        Grade grade = BENCH.grade("[{'type': 'not-tool-call-f1', 'value': 'a, b'}]", attempt);

        assertThat(grade.passed()).isTrue();
        assertThat(grade.score()).isCloseTo(1 / 3.0, within(1e-9));
    }

    private static Grade skillGrade(String type, String value) {
        return BENCH.grade(
                "[{'type': '" + type + "', 'value': " + value + "}]", attempt("{}", CONFIG));
    }

    private static Attempt attempt(String output, String config) {
        JsonNode read = Workbench.json(output);
        Attempt plain = Workbench.attempt("");
        JsonNode context =
                Workbench.json(
                        """
                        {'providerResponse': {'metadata': {'skillCalls': [
                          {'name': 'search'}, {'name': 'search'}, {'name': 'write-file'},
                          {'name': 'broken', 'is_error': true}, 'nonsense']}}}\
                        """);
        return new Attempt(
                read.isContainerNode() ? read : TextNode.valueOf(read.asText()),
                plain.prompt(),
                plain.vars(),
                new Measures(
                        OptionalDouble.empty(),
                        OptionalDouble.empty(),
                        false,
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        (ObjectNode) Workbench.json(config)),
                plain.options(),
                (ObjectNode) context,
                plain.scope(),
                plain.judge());
    }
}
