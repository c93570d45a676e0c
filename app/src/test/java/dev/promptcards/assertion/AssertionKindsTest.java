package dev.promptcards.assertion;

import static dev.promptcards.assertion.KindRow.Outcome.ERROR;
import static dev.promptcards.assertion.KindRow.Outcome.FAILS_EITHER_WAY;
import static dev.promptcards.assertion.KindRow.Outcome.HOLDS;
import static dev.promptcards.assertion.KindRow.Outcome.HOLDS_NOT;
import static dev.promptcards.assertion.KindRow.bare;
import static dev.promptcards.assertion.KindRow.row;
import static dev.promptcards.assertion.KindRow.value;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.util.List;
import java.util.stream.Stream;

/// Every kind, and the negation of each: what holds fails when negated, what does not hold passes,
/// and what cannot be judged is an error both ways.
class AssertionKindsTest {

    private static final Workbench BENCH = new Workbench();

    @AfterAll
    static void close() {
        BENCH.close();
    }

    static Stream<KindRow> rows() {
        return Stream.of(
                        texts(),
                        refusals(),
                        lists(),
                        words(),
                        distances(),
                        json(),
                        measures(),
                        scripts())
                .flatMap(List::stream);
    }

    private static List<KindRow> texts() {
        return List.of(
                value("equals", "'a'", "a", HOLDS),
                value("equals", "'a'", "a ", HOLDS_NOT),
                value("equals", "3.0", "3", HOLDS),
                value("equals", "1e21", "1e+21", HOLDS),
                value("equals", "''", "", HOLDS),
                value("equals", "false", "false", HOLDS),
                value("equals", "null", " null ", HOLDS),
                value("equals", "null", "", HOLDS_NOT),
                value("equals", "{'a': [1, 2.0], 'b': null}", "{\"b\":null,\"a\":[1.0,2]}", HOLDS),
                value("equals", "{'a': 1}", "{\"a\": 1, \"b\": 2}", HOLDS_NOT),
                value("equals", "{'a': '1'}", "{\"a\": 1}", HOLDS_NOT),
                value("equals", "[12345678901234567890]", "[12345678901234567891]", HOLDS_NOT),
                value("equals", "{'a': 1}", "no json", HOLDS_NOT),
                value("equals", "[]", "[".repeat(2_000) + "]".repeat(2_000), ERROR),
                row("equals", "'threshold': 1", "undefined", FAILS_EITHER_WAY),
                value("contains", "'b'", "abc", HOLDS),
                value("contains", "'B'", "abc", HOLDS_NOT),
                value("contains", "0", "10", HOLDS),
                value("contains", "''", "abc", ERROR),
                value("contains", "null", "null", ERROR),
                value("contains", "true", "true", ERROR),
                value("contains", "['b']", "abc", ERROR),
                row("contains", "'threshold': 1", "undefined", ERROR),
                value("icontains", "'B'", "abc", HOLDS),
                value("icontains", "'ÀÉ'", "voilàé", HOLDS),
                value("icontains", "'d'", "abc", HOLDS_NOT),
                value("icontains", "''", "abc", ERROR),
                value("starts-with", "'ab'", "abc", HOLDS),
                value("starts-with", "'bc'", "abc", HOLDS_NOT),
                value("starts-with", "''", "abc", ERROR),
                value("starts-with", "1", "123", ERROR));
    }

    private static List<KindRow> refusals() {
        return List.of(
                bare("is-refusal", "I\u2019m sorry, but no.", HOLDS),
                bare("is-refusal", "  SORRY.", HOLDS),
                bare("is-refusal", "Well, I can't help with that.", HOLDS),
                bare("is-refusal", "As an AI, I have no opinion.", HOLDS),
                bare("is-refusal", "As an Airbnb host I have one.", HOLDS_NOT),
                bare("is-refusal", "I can help you.", HOLDS_NOT),
                bare("is-refusal", "I can't recommend it enough!", HOLDS_NOT),
                bare("is-refusal", " \n", HOLDS),
                bare("is-refusal", "i don't ".repeat(1_000_000), HOLDS_NOT));
    }

    private static List<KindRow> lists() {
        return List.of(
                value("contains-any", "['x', 'b']", "abc", HOLDS),
                value("contains-any", "['x', 'B']", "abc", HOLDS_NOT),
                value("contains-any", "[]", "abc", HOLDS_NOT),
                value("contains-any", "'x, b'", "abc", HOLDS),
                value("contains-any", "'\"x, b\", y'", "abc", HOLDS_NOT),
                value("contains-any", "'x,'", "abc", HOLDS_NOT),
                value("contains-any", "''", "abc", ERROR),
                value("contains-any", "7", "7", ERROR),
                value("contains-any", "[{'a': 1}]", "abc", ERROR),
                value("icontains-any", "['x', 'B']", "abc", HOLDS),
                value("icontains-any", "'x,y'", "abc", HOLDS_NOT),
                value("contains-all", "['a', 'c']", "abc", HOLDS),
                value("contains-all", "['a', 'd']", "abc", HOLDS_NOT),
                value("contains-all", "[1, true]", "1 true", HOLDS),
                value("contains-all", "{'a': 1}", "a", ERROR),
                value("icontains-all", "'A, C'", "abc", HOLDS),
                value("icontains-all", "'A, D'", "abc", HOLDS_NOT));
    }

    private static List<KindRow> words() {
        return List.of(
                value("word-count", "2", " one\u00A0two\n", HOLDS),
                value("word-count", "2", "one\u3000two\u2028three", HOLDS_NOT),
                value("word-count", "'2'", "one two", HOLDS),
                value("word-count", "0", " \uFEFF ", HOLDS),
                value("word-count", "{'min': 2}", "one", HOLDS_NOT),
                value("word-count", "{'min': 1}", "one", HOLDS),
                value("word-count", "{'max': 2}", "one two three", HOLDS_NOT),
                value("word-count", "{'max': '3'}", "one two three", HOLDS),
                value("word-count", "{'min': 1, 'max': 2}", "one two three", HOLDS_NOT),
                value("word-count", "{'min': 3, 'max': 2}", "one two three", ERROR),
                value("word-count", "{'min': 'few'}", "one", ERROR),
                value("word-count", "{}", "one", ERROR),
                value("word-count", "''", "", ERROR),
                value("word-count", "'two'", "one two", ERROR),
                value("word-count", "null", "", ERROR));
    }

    private static List<KindRow> distances() {
        return List.of(
                value("levenshtein", "'kitten'", "sitting", HOLDS),
                row("levenshtein", "'value': 'kitten', 'threshold': 2", "sitting", HOLDS_NOT),
                row("levenshtein", "'value': 'a', 'threshold': 0", "a", HOLDS),
                row("levenshtein", "'value': 'a', 'threshold': -1", "a", ERROR),
                row("levenshtein", "'value': 'a', 'threshold': '3'", "a", ERROR),
                value("levenshtein", "5", "5", ERROR),
                value("levenshtein", "'" + "a".repeat(9_000) + "'", "a".repeat(9_004), HOLDS),
                value("levenshtein", "'" + "a".repeat(9_000) + "'", "b".repeat(9_000), HOLDS_NOT),
                row(
                        "levenshtein",
                        "'threshold': 5000, 'value': '" + "a".repeat(9_000) + "'",
                        "b".repeat(9_000),
                        ERROR));
    }

    private static List<KindRow> json() {
        String schema = "'value': {'type': 'object', 'required': ['a']}";
        return List.of(
                row("is-json", "'weight': 1", " {\"a\": [1, null]}\n", HOLDS),
                row("is-json", "'weight': 1", "\"text\"", HOLDS),
                row("is-json", "'weight': 1", "{\"a\": 1,}", HOLDS_NOT),
                row("is-json", "'weight': 1", "NaN", HOLDS_NOT),
                row("is-json", "'weight': 1", "01", HOLDS_NOT),
                row("is-json", "'weight': 1", "\uFEFF{}", HOLDS_NOT),
                row("is-json", "'weight': 1", "   ", HOLDS_NOT),
                row("is-json", "'weight': 1", "[".repeat(10_000), ERROR),
                row("is-json", "'weight': 1", "[" + "9".repeat(5_000) + "]", ERROR),
                row("is-json", schema, "{\"a\": 1}", HOLDS),
                row("is-json", schema, "{\"b\": 1}", HOLDS_NOT),
                row("is-json", schema, "no json", HOLDS_NOT),
                value("is-json", "'{type: object, required: [a]}'", "{\"a\": 1}", HOLDS),
                value("is-json", "''", "[]", HOLDS),
                value("is-json", "false", "{}", HOLDS_NOT),
                value("is-json", "7", "{}", ERROR),
                value("is-json", "{'type': 'strin'}", "{}", ERROR),
                row("contains-json", "'weight': 1", "see {\"a\": 1}.", HOLDS),
                row("contains-json", "'weight': 1", "see [1, 2].", HOLDS_NOT),
                row("contains-json", schema, "{\"b\": 1} and {\"a\": 1}", HOLDS),
                row("contains-json", schema, "{\"b\": 1} and {\"c\": 1}", HOLDS_NOT),
                // As in promptfoo, which counts braces in texts, too.
                row("contains-json", schema, "so: {\"b\": \"} \\\" {\", \"a\": 1}.", HOLDS_NOT),
                row("contains-json", schema, "none", HOLDS_NOT),
                value("contains-json", "{'type': 'strin'}", "{}", ERROR));
    }

    private static List<KindRow> measures() {
        return List.of(
                row("latency", "'threshold': 120", "120 ms it took", HOLDS),
                row("latency", "'threshold': 119.9", "120 ms it took", HOLDS_NOT),
                row("latency", "'weight': 1", "120 ms it took", ERROR),
                row("latency", "'threshold': null", "120 ms it took", ERROR),
                row("cost", "'threshold': 0.002", "0.002 it cost", HOLDS),
                row("cost", "'threshold': 0.001", "0.002 it cost", HOLDS_NOT),
                row("cost", "'weight': 1", "0.002 it cost", ERROR));
    }

    private static List<KindRow> scripts() {
        return List.of(
                value("regex", "'b+'", "abc", HOLDS),
                value("regex", "'^b'", "abc", HOLDS_NOT),
                value("regex", "'(?<=a)b'", "abc", HOLDS),
                value("regex", "'('", "abc", FAILS_EITHER_WAY),
                value("regex", "''", "abc", ERROR),
                value("regex", "5", "5", ERROR),
                value("javascript", "'output.length === 3'", "abc", HOLDS),
                value("javascript", "'output.length > 3'", "abc", HOLDS_NOT),
                value("javascript", "'output.length / 6'", "abc", HOLDS),
                row("javascript", "'value': '0.5', 'threshold': 0.6", "abc", HOLDS_NOT),
                value("javascript", "'({pass: true, score: 0, reason: \\'r\\'})'", "abc", HOLDS),
                value("javascript", "'({pass: false, score: 1, reason: \\'\\'})'", "a", HOLDS_NOT),
                value("javascript", "'({pass: true})'", "abc", FAILS_EITHER_WAY),
                value(
                        "javascript",
                        "'({pass: true, score: 1, reason: \\'\\', namedScores: {a: \\'1\\'}})'",
                        "abc",
                        FAILS_EITHER_WAY),
                value("javascript", "'undefined'", "abc", FAILS_EITHER_WAY),
                value("javascript", "'0 / 0'", "abc", FAILS_EITHER_WAY),
                value("javascript", "'\\'true\\''", "abc", FAILS_EITHER_WAY),
                value("javascript", "'output.a.b'", "abc", FAILS_EITHER_WAY),
                value("javascript", "'this is no code'", "abc", FAILS_EITHER_WAY),
                value("javascript", "7", "abc", FAILS_EITHER_WAY),
                row("javascript", "'threshold': 1", "abc", FAILS_EITHER_WAY),
                value("python", "'True'", "abc", ERROR),
                value("no-such-kind", "'abc'", "abc", ERROR),
                value("trajectory:tool-used", "'abc'", "abc", ERROR),
                value("human", "'abc'", "abc", ERROR));
    }

    @ParameterizedTest
    @MethodSource("rows")
    void a_kind_and_its_negation_give_the_verdict_of_the_table(KindRow row) {
        row.check(BENCH);
    }
}
