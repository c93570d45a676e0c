package dev.promptcards.assertion;

import static dev.promptcards.assertion.JudgedKindsTest.Outcome.ERROR;
import static dev.promptcards.assertion.JudgedKindsTest.Outcome.FAILS_EITHER_WAY;
import static dev.promptcards.assertion.JudgedKindsTest.Outcome.HOLDS;
import static dev.promptcards.assertion.JudgedKindsTest.Outcome.HOLDS_NOT;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;

import dev.promptcards.assertion.judge.Judge.Reply;
import dev.promptcards.assertion.judge.Judge.Task;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.util.List;
import java.util.stream.Stream;

/// Every kind somebody else judges, and its negation: what a judge says, and what comes of it. A
/// judge that says nothing of use fails the case whichever way it was asked.
class JudgedKindsTest {

    enum Outcome {
        HOLDS,
        HOLDS_NOT,
        /// The grader failed, or said nothing of use.
        FAILS_EITHER_WAY,
        /// The question could not be asked, or was answered with something of another kind.
        ERROR
    }

    /// @param score of the assertion that is not negated; its negation scores what is missing to 1
    record Row(String kind, String members, RecordedJudge judge, Outcome outcome, double score) {
        @Override
        public String toString() {
            return kind + " {" + members + "} " + outcome;
        }
    }

    private static final String STEPS = "{\"steps\": [\"look\", \"rate\"]}";
    private static final String YES = "Final verdict for each statement in order: Yes. Yes.";

    private static final Workbench BENCH = new Workbench();

    @AfterAll
    static void close() {
        BENCH.close();
    }

    private static Row row(String kind, String members, RecordedJudge judge, double score) {
        return new Row(kind, members, judge, score > 0.5 ? HOLDS : HOLDS_NOT, score);
    }

    private static Row bad(String kind, String members, RecordedJudge judge, Outcome outcome) {
        return new Row(kind, members, judge, outcome, 0);
    }

    private static RecordedJudge saying(String answer) {
        return RecordedJudge.saying(answer);
    }

    private static RecordedJudge replying(Task task, Reply reply) {
        return new RecordedJudge().reply(task, "", reply);
    }

    private static Row rubric(String answer, double score) {
        return row("llm-rubric", "'value': 'polite'", saying(answer), score);
    }

    private static Row badRubric(RecordedJudge judge, Outcome outcome) {
        return bad("llm-rubric", "'value': 'polite'", judge, outcome);
    }

    static Stream<Row> rows() {
        return Stream.of(
                        rubrics(),
                        facts(),
                        evaluations(),
                        embeddings(),
                        contexts(),
                        talks(),
                        services())
                .flatMap(List::stream);
    }

    private static List<Row> rubrics() {
        return List.of(
                rubric("{\"pass\": true, \"score\": 1, \"reason\": \"ok\"}", 1),
                rubric("{\"pass\": false, \"score\": 0, \"reason\": \"rude\"}", 0),
                rubric("```json\n{\"pass\": true, \"score\": 0.9}\n```", 0.9),
                rubric("I think so. {\"pass\": true, \"score\": 0.8} Yes.", 0.8),
                rubric("{pass: true, score: 0.8,}", 0.8),
                rubric("{\"pass\": \"yes\", \"score\": \"0.8\"}", 0.8),
                rubric("{\"pass\": \"no\"}", 0),
                rubric("{\"pass\": true}", 1),
                rubric("{\"score\": 0.7}", 0.7),
                rubric("{\"pass\": true, \"score\": 1, \"reason\": \"closes with } and {\"}", 1),
                row(
                        "llm-rubric",
                        "'value': 'polite'",
                        new RecordedJudge().json(Task.TEXT, "", "{'pass': true, 'score': 1}"),
                        1),
                row(
                        "llm-rubric",
                        "'value': 'polite', 'threshold': 0.5",
                        saying("{\"pass\": true, \"score\": 0.4}"),
                        0.4),
                badRubric(saying("It is polite."), FAILS_EITHER_WAY),
                badRubric(saying(""), FAILS_EITHER_WAY),
                badRubric(saying("null"), FAILS_EITHER_WAY),
                badRubric(saying("{\"pass\": true, \"score\": 11}"), FAILS_EITHER_WAY),
                badRubric(saying("{\"pass\": true, \"score\": -0.1}"), FAILS_EITHER_WAY),
                badRubric(saying("{\"pass\": false, \"score\": \"100\"}"), FAILS_EITHER_WAY),
                badRubric(saying("[true, 1]"), FAILS_EITHER_WAY),
                badRubric(saying("{\"reason\": \"half of"), FAILS_EITHER_WAY),
                badRubric(saying("{\"pass\": true, \"score\": 0."), FAILS_EITHER_WAY),
                badRubric(saying("{\"reason\": \"all is well\"}"), FAILS_EITHER_WAY),
                badRubric(
                        new RecordedJudge().json(Task.TEXT, "", "[{'pass': true}]"),
                        FAILS_EITHER_WAY),
                badRubric(
                        replying(Task.TEXT, new Reply.Failed("API error: 400")), FAILS_EITHER_WAY),
                badRubric(replying(Task.TEXT, new Reply.Nobody("no key")), ERROR),
                bad("llm-rubric", "'value': 7", saying("{\"pass\": true}"), ERROR),
                bad(
                        "llm-rubric",
                        "'value': 'x', 'rubricPrompt': '{% if %}'",
                        saying("{\"pass\": true}"),
                        ERROR),
                bad(
                        "llm-rubric",
                        "'value': 'x', 'rubricPrompt': 'file://rubric.txt'",
                        saying("{\"pass\": true}"),
                        ERROR),
                row("model-graded-closedqa", "'value': 'c'", saying("So.\nY\n"), 1),
                row("model-graded-closedqa", "'value': 'c'", saying("So.\nN"), 0),
                bad("model-graded-closedqa", "'value': 'c'", saying("Yes."), FAILS_EITHER_WAY),
                bad("model-graded-closedqa", "'value': 3", saying("Y"), ERROR),
                bad(
                        "model-graded-closedqa",
                        "'value': 'c'",
                        new RecordedJudge().json(Task.TEXT, "", "{'answer': 'Y'}"),
                        ERROR));
    }

    private static List<Row> facts() {
        String value = "'value': 'Paris'";
        return List.of(
                row("factuality", value, saying("{\"category\": \"A\", \"reason\": \"r\"}"), 1),
                row("factuality", value, saying("```\n{\"category\": \"e\"}\n```"), 1),
                row("factuality", value, saying("{\"category\": \"D\"}"), 0),
                row("model-graded-factuality", value, saying("(B) because"), 1),
                row("factuality", value, saying("d) they differ"), 0),
                bad("factuality", value, saying("{\"category\": \"F\"}"), FAILS_EITHER_WAY),
                bad("factuality", value, saying("C"), FAILS_EITHER_WAY),
                bad("factuality", value, saying("{\"category\": 3}"), FAILS_EITHER_WAY),
                bad("factuality", "'threshold': 1", saying("(A)"), ERROR));
    }

    private static RecordedJudge rating(String answer) {
        return new RecordedJudge().text("concise evaluation steps", STEPS).text("Reply", answer);
    }

    private static List<Row> evaluations() {
        String value = "'value': 'coherent'";
        return List.of(
                row("g-eval", value, rating("{\"score\": 7, \"reason\": \"r\"}"), 0.7),
                row("g-eval", value, rating("{\"score\": \"9\", \"reason\": \"r\"}"), 0.9),
                row("g-eval", value, rating("{\"score\": 3, \"reason\": \"r\"}"), 0.3),
                row(
                        "g-eval",
                        "'value': ['good', 'bad'], 'threshold': 0.6",
                        new RecordedJudge()
                                .text("concise evaluation steps", STEPS)
                                .text("good", "{\"score\": 10, \"reason\": \"g\"}")
                                .text("bad", "{\"score\": 2, \"reason\": \"b\"}"),
                        0.6),
                bad(
                        "g-eval",
                        value,
                        rating("{\"score\": 11, \"reason\": \"r\"}"),
                        FAILS_EITHER_WAY),
                bad(
                        "g-eval",
                        value,
                        rating("{\"score\": -1, \"reason\": \"r\"}"),
                        FAILS_EITHER_WAY),
                bad(
                        "g-eval",
                        value,
                        rating("{\"score\": null, \"reason\": \"r\"}"),
                        FAILS_EITHER_WAY),
                bad("g-eval", value, rating("{\"score\": 7}"), FAILS_EITHER_WAY),
                bad("g-eval", value, rating("{\"score\": 7, \"rea"), FAILS_EITHER_WAY),
                bad("g-eval", value, rating("seven"), FAILS_EITHER_WAY),
                bad("g-eval", value, saying("{\"steps\": []}"), FAILS_EITHER_WAY),
                bad("g-eval", value, saying("{\"steps\": [1]}"), FAILS_EITHER_WAY),
                bad("g-eval", value, saying("first look, then rate"), FAILS_EITHER_WAY),
                bad(
                        "g-eval",
                        "'value': ['good', 'bad']",
                        new RecordedJudge()
                                .text("concise evaluation steps", STEPS)
                                .text("good", "{\"score\": 10, \"reason\": \"g\"}")
                                .text("bad", "no"),
                        FAILS_EITHER_WAY),
                bad("g-eval", "'value': []", rating("{}"), FAILS_EITHER_WAY));
    }

    private static RecordedJudge near(String expected) {
        return new RecordedJudge()
                .embedding("the answer", "[1, 0]")
                .embedding("near", "[0.8, 0.6]")
                .embedding("far", "[0, 1]")
                .embedding("odd", expected);
    }

    private static List<Row> embeddings() {
        return List.of(
                row("similar", "'value': 'near'", near("[]"), 0.8),
                row("similar:cosine", "'value': 'far'", near("[]"), 0),
                row("similar", "'value': ['far', 'near']", near("[]"), 0.8),
                row("similar", "'value': ['far', 'odd']", near("[-1, 0]"), 0),
                row("similar:dot", "'value': 'odd', 'threshold': 1.5", near("[2, 0]"), 2),
                row("similar:euclidean", "'value': 'odd'", near("[1, 0]"), 1),
                row("similar:euclidean", "'value': 'odd'", near("[5, 3]"), 1.0 / 6),
                bad("similar", "'value': 'odd'", near("[1, 0, 0]"), ERROR),
                bad("similar:dot", "'value': 'odd'", near("[1]"), ERROR),
                bad("similar", "'value': 'odd'", near("[]"), ERROR),
                bad("similar", "'value': 'odd'", near("[0, 0]"), ERROR),
                bad("similar", "'value': 'odd'", near("[1e300, 1e300]"), ERROR),
                bad("similar", "'value': 'odd'", near("['a', 'b']"), ERROR),
                bad("similar", "'value': 'odd'", near("null"), ERROR),
                bad("similar", "'value': 'unheard of'", near("[]"), FAILS_EITHER_WAY),
                bad("similar", "'value': []", near("[]"), ERROR),
                bad("similar", "'threshold': 1", near("[]"), ERROR),
                row(
                        "answer-relevance",
                        "'threshold': 0.7",
                        near("[]").text("Generate question", "near it?").embedding("q?", "[1, 0]"),
                        0.8),
                row(
                        "answer-relevance",
                        "'threshold': 0.7",
                        near("[]").text("Generate question", "far off?").embedding("q?", "[1, 0]"),
                        0),
                bad(
                        "answer-relevance",
                        "'threshold': 0",
                        near("[]").embedding("q?", "[1, 0]"),
                        FAILS_EITHER_WAY));
    }

    private static RecordedJudge supporting(String verdicts) {
        return new RecordedJudge()
                .text("create one or more statements", "One.\nTwo.")
                .text("language inference", verdicts);
    }

    private static List<Row> contexts() {
        String recall = "'value': 'truth', 'threshold': 0.6";
        String threshold = "'threshold': 0.6";
        return List.of(
                row("context-recall", recall, saying("1. a [Attributed]"), 1),
                row("context-recall", recall, saying("a [ATTRIBUTED]\nb [not attributed]"), 0.5),
                bad("context-recall", recall, saying("I cannot tell."), FAILS_EITHER_WAY),
                bad("context-recall", "'threshold': 0.6", saying("a [Attributed]"), ERROR),
                row("context-relevance", threshold, saying("Alpha one. Beta two."), 1),
                row("context-relevance", threshold, saying("1. Alpha one."), 0.5),
                row("context-relevance", threshold, saying("Insufficient Information"), 0),
                bad("context-relevance", threshold, saying("Sorry, no."), FAILS_EITHER_WAY),
                row("context-faithfulness", threshold, supporting(YES), 1),
                row("context-faithfulness", threshold, supporting("verdict: yes verdict: no"), 0.5),
                row(
                        "context-faithfulness",
                        threshold,
                        supporting("Final verdict for each statement in order: Yes."),
                        0.5),
                bad("context-faithfulness", threshold, supporting("who knows"), FAILS_EITHER_WAY),
                bad("context-faithfulness", threshold, saying("\n"), FAILS_EITHER_WAY),
                bad(
                        "context-faithfulness",
                        "'rubricPrompt': 'one for two'",
                        supporting(YES),
                        ERROR),
                bad(
                        "context-relevance",
                        "'contextTransform': 'output.nothing.here'",
                        saying("Alpha one."),
                        ERROR),
                bad("context-relevance", "'contextTransform': '7'", saying("Alpha one."), ERROR),
                bad("context-relevance", "'contextTransform': 7", saying("Alpha one."), ERROR));
    }

    private static List<Row> talks() {
        return List.of(
                row("conversation-relevance", "'weight': 1", saying("{\"verdict\": \"yes\"}"), 1),
                row("conversation-relevance", "'weight': 1", saying("{\"verdict\": \"no\"}"), 0),
                bad(
                        "conversation-relevance",
                        "'weight': 1",
                        saying("{\"verdict\": \"maybe\"}"),
                        FAILS_EITHER_WAY),
                bad("conversation-relevance", "'weight': 1", saying("yes"), FAILS_EITHER_WAY),
                bad(
                        "conversation-relevance",
                        "'config': {'windowSize': 0}",
                        saying("{\"verdict\": \"yes\"}"),
                        ERROR));
    }

    private static RecordedJudge classes(String scores) {
        return new RecordedJudge().json(Task.CLASSIFICATION, "the answer", scores);
    }

    private static RecordedJudge flags(String flags) {
        return new RecordedJudge().json(Task.MODERATION, "the answer", flags);
    }

    private static Row hook(String answer, double score) {
        return row("webhook", "'value': 'http://h'", new RecordedJudge().hook(answer), score);
    }

    private static Row badHook(RecordedJudge judge) {
        return bad("webhook", "'value': 'http://h'", judge, FAILS_EITHER_WAY);
    }

    private static List<Row> services() {
        String hate = "[{'code': 'hate', 'description': 'Hate', 'confidence': 1}]";
        String label = "'value': 'kind', 'threshold': 0.6";
        return List.of(
                row("classifier", label, classes("{'kind': 0.9, 'rude': 0.1}"), 0.9),
                row("classifier", label, classes("{'rude': 1}"), 0),
                row("classifier", "'value': 'kind'", classes("{'kind': 0.4}"), 0.4),
                row("classifier", "'threshold': 0.8", classes("{'a': 0.1, 'b': 0.9}"), 0.9),
                bad("classifier", label, classes("[0.9]"), ERROR),
                bad("classifier", label, classes("{'kind': 'very'}"), ERROR),
                bad("classifier", label, classes("{}"), FAILS_EITHER_WAY),
                bad("classifier", label, new RecordedJudge(), FAILS_EITHER_WAY),
                bad("classifier", "'value': ['kind']", classes("{'kind': 1}"), ERROR),
                row("moderation", "'weight': 1", flags("[]"), 1),
                row("moderation", "'weight': 1", flags(hate), 0),
                row("moderation", "'value': ['violence']", flags(hate), 1),
                row("moderation", "'value': ['violence', 'hate']", flags(hate), 0),
                bad("moderation", "'weight': 1", new RecordedJudge(), FAILS_EITHER_WAY),
                bad("moderation", "'weight': 1", flags("{'flagged': true}"), ERROR),
                bad("moderation", "'value': 'hate'", flags("[]"), ERROR),
                hook("{'pass': true}", 1),
                hook("{'pass': false}", 0),
                hook("{'pass': true, 'score': 0.6, 'reason': 'r'}", 0.6),
                hook("{'pass': false, 'score': null}", 0),
                badHook(new RecordedJudge().hook("{'pass': 'yes'}")),
                badHook(new RecordedJudge().hook("{}")),
                badHook(new RecordedJudge().hook("[true]")),
                badHook(new RecordedJudge().hook("{'pass': true, 'score': 'high'}")),
                badHook(new RecordedJudge().hook(new Reply.Failed("it did not answer in 5 s"))),
                bad("webhook", "'value': ''", new RecordedJudge().hook("{'pass': true}"), ERROR));
    }

    @ParameterizedTest
    @MethodSource("rows")
    void a_kind_and_its_negation_give_the_verdict_of_the_table(Row row) {
        Grade plain = grade(row, row.kind());
        Grade negated = grade(row, "not-" + row.kind());

        assertThat(plain.errored()).as(plain.reason()).isEqualTo(row.outcome() == ERROR);
        assertThat(negated.errored()).as(negated.reason()).isEqualTo(row.outcome() == ERROR);
        assertThat(plain.passed()).as(plain.reason()).isEqualTo(row.outcome() == HOLDS);
        assertThat(negated.passed()).as(negated.reason()).isEqualTo(row.outcome() == HOLDS_NOT);
        assertThat(plain.score()).isCloseTo(row.score(), within(1e-12));
        if (row.outcome() == HOLDS || row.outcome() == HOLDS_NOT) {
            assertThat(negated.score()).isCloseTo(1 - row.score(), within(1e-12));
        } else {
            assertThat(negated.score()).isZero();
        }
        assertThat(List.of(plain.reason(), negated.reason())).doesNotContain("");
    }

    private static Grade grade(Row row, String type) {
        ObjectNode assertion = (ObjectNode) Workbench.json("{" + row.members() + "}");
        JsonNode vars = Workbench.json("{'query': 'q?', 'context': 'Alpha one. Beta two.'}");
        return BENCH.grade(
                "[" + assertion.put("type", type) + "]",
                Workbench.judged(
                        TextNode.valueOf("the answer"), (ObjectNode) vars, "{}", row.judge()));
    }
}
