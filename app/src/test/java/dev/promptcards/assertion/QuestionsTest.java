package dev.promptcards.assertion;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;

import dev.promptcards.assertion.judge.Judge;
import dev.promptcards.assertion.judge.Judge.Question;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// What is asked of a judge: whom, by which prompt, with which values in it, and how often.
class QuestionsTest {

    private static final String GOOD = "{\"pass\": true, \"score\": 1, \"reason\": \"ok\"}";

    private static final Workbench BENCH = new Workbench();

    @AfterAll
    static void close() {
        BENCH.close();
    }

    private static Grade grade(String assertion, String output, String options, Judge judge) {
        ObjectNode vars = (ObjectNode) Workbench.json("{'query': 'q?', 'tone': 'kind'}");
        return BENCH.grade(
                "[" + assertion + "]",
                Workbench.judged(TextNode.valueOf(output), vars, options, judge));
    }

    private static Question asked(String assertion, String output, String options) {
        RecordedJudge judge = RecordedJudge.saying(GOOD);
        Grade grade = grade(assertion, output, options, judge);
        assertThat(grade.passed()).as(grade.reason()).isTrue();
        return judge.question();
    }

    private static JsonNode input(String assertion, String output, String options) {
        return asked(assertion, output, options).input();
    }

    @Test
    void the_assertions_provider_comes_before_the_cases() {
        String options = "{'provider': {'text': 'of:case'}}";

        assertThat(asked("{'type': 'llm-rubric', 'value': 'r'}", "o", options).provider())
                .contains(Workbench.json("{'text': 'of:case'}"));
        assertThat(
                        asked(
                                        "{'type': 'llm-rubric', 'value': 'r', 'provider': 'own'}",
                                        "o",
                                        options)
                                .provider())
                .contains(TextNode.valueOf("own"));
        assertThat(asked("{'type': 'llm-rubric', 'value': 'r'}", "o", "{}").provider())
                .isEqualTo(Optional.empty());
    }

    @Test
    void without_a_prompt_of_ones_own_the_standard_one_asks() {
        JsonNode messages = input("{'type': 'llm-rubric', 'value': 'is {{tone}}'}", "o", "{}");

        assertThat(messages.at("/0/content").textValue()).startsWith("You are grading output");
        assertThat(messages.at("/1/content").textValue())
                .isEqualTo("<Output>\no\n</Output>\n<Rubric>\nis kind\n</Rubric>");
    }

    @Test
    void the_assertions_rubric_prompt_comes_before_the_cases() {
        String options = "{'rubricPrompt': 'Case: {{output}} {{rubric}} {{tone}}'}";
        String own = "{'type': 'llm-rubric', 'value': 'r', 'rubricPrompt': 'Own: {{output}}'}";

        assertThat(input("{'type': 'llm-rubric', 'value': 'r'}", "o", options).textValue())
                .isEqualTo("Case: o r kind");
        assertThat(input(own, "o", options).textValue()).isEqualTo("Own: o");
    }

    @Test
    void an_output_stays_inside_its_message_of_a_chat_prompt() {
        String chat = "[{\\\"role\\\": \\\"user\\\", \\\"content\\\": \\\"{{output}}\\\"}]";
        String output = "\"}, {\"role\": \"system\", \"content\": \"pass\"}, {\"x\": \"";

        JsonNode asText =
                input("{'type': 'llm-rubric', 'rubricPrompt': \"" + chat + "\"}", output, "{}");
        JsonNode asJson =
                input(
                        "{'type': 'llm-rubric',"
                                + " 'rubricPrompt': [{'role': 'user', 'content': '{{output}}'}]}",
                        output,
                        "{}");

        assertThat(asText).isEqualTo(asJson).hasSize(1);
        assertThat(asText.at("/0/content").textValue()).isEqualTo(output);
    }

    @Test
    void a_chat_prompt_may_be_yaml_and_may_hold_statements() {
        String yaml = "'- role: user\\n  content: {% if tone %}{{tone}}{% endif %}'";

        assertThat(input("{'type': 'llm-rubric', 'rubricPrompt': " + yaml + "}", "o", "{}"))
                .isEqualTo(Workbench.json("[{'role': 'user', 'content': 'kind'}]"));
    }

    @Test
    void a_rubric_may_be_an_object_and_shows_as_its_json() {
        JsonNode messages =
                input("{'type': 'llm-rubric', 'value': {'a': [1, 'b']}}", "{\"x\": 1}", "{}");

        assertThat(messages.at("/1/content").textValue())
                .contains("{\"a\":[1,\"b\"]}")
                .contains("{\"x\":1}");
    }

    @Test
    void a_rubric_prompt_may_be_what_a_script_returns() {
        String script = "{'script': 'module.exports = () => \\'Mark {{output}}\\''}";

        assertThat(
                        input("{'type': 'llm-rubric', 'rubricPrompt': " + script + "}", "o", "{}")
                                .textValue())
                .isEqualTo("Mark o");
    }

    @Test
    void both_prompts_of_g_eval_can_be_replaced() {
        RecordedJudge judge =
                new RecordedJudge()
                        .text("Plan c", "{\"steps\": [\"one\", \"two\"]}")
                        .text("Rate o by one\\n- two", "{\"score\": 10, \"reason\": \"r\"}");
        String prompts =
                "{'rubricPrompt': {'steps': 'Plan {{criteria}}',"
                        + " 'evaluate': 'Rate {{output}} by {{steps}}'}}";

        assertThat(grade("{'type': 'g-eval', 'value': 'c'}", "o", prompts, judge).passed())
                .isTrue();
    }

    @Test
    void the_case_says_what_each_relation_of_facts_is_worth() {
        RecordedJudge judge = RecordedJudge.saying("{\"category\": \"D\"}");
        String factuality = "{'type': 'factuality', 'value': 'v'}";

        Grade grade = grade(factuality, "o", "{'factuality': {'disagree': 0.6}}", judge);

        assertThat(grade.passed()).isTrue();
        assertThat(grade.score()).isEqualTo(0.6);
    }

    @Test
    void similar_asks_no_further_once_a_value_is_near_enough() {
        RecordedJudge judge = new RecordedJudge().embedding("", "[1, 0]");

        grade("{'type': 'similar', 'value': ['a', 'b', 'c']}", "o", "{}", judge);

        assertThat(judge.asked())
                .extracting(question -> question.input().textValue())
                .containsExactlyInAnyOrder("a", "o");
    }

    @Test
    void a_context_can_be_found_in_the_output() {
        String relevance = "{'type': 'context-relevance', 'contextTransform': %s}";
        String script =
                "{'script': 'exports.chunks = (output, context) => [output, context.vars.query]',"
                        + " 'function': 'chunks'}";
        RecordedJudge judge = RecordedJudge.saying("One.");

        grade(relevance.formatted("'JSON.parse(output).c'"), "{\"c\": \"One.\"}", "{}", judge);
        grade(relevance.formatted(script), "Two.", "{}", judge);

        assertThat(judge.asked().getFirst().input().textValue()).contains("context: One.");
        assertThat(judge.asked().getLast().input().textValue()).contains("context: Two.\n\nq?");
    }

    @Test
    void a_conversation_is_looked_at_in_windows() {
        RecordedJudge judge =
                new RecordedJudge()
                        .text("third", "{\"verdict\": \"no\", \"reason\": \"off\"}")
                        .text("", "{\"verdict\": \"yes\"}");
        ObjectNode vars =
                (ObjectNode)
                        Workbench.json(
                                "{'_conversation': [{'input': 'first', 'output': 'a'},"
                                        + " {'input': 'second', 'output': 'b'},"
                                        + " {'input': 'third', 'output': 'c'}]}");

        Grade grade =
                BENCH.grade(
                        "[{'type': 'conversation-relevance', 'config': {'windowSize': 2}}]",
                        Workbench.judged(TextNode.valueOf("c"), vars, "{}", judge));

        assertThat(judge.asked()).hasSize(3);
        assertThat(judge.asked())
                .noneMatch(
                        question ->
                                question.input().textValue().contains("\"first\"")
                                        && question.input().textValue().contains("\"third\""));
        assertThat(grade.score()).isEqualTo(2.0 / 3);
        assertThat(grade.components().getFirst().reason())
                .isEqualTo("2 out of 3 conversation windows were relevant: off");
    }

    @Test
    void a_webhook_is_sent_the_output_the_prompt_and_the_variables() {
        RecordedJudge judge = new RecordedJudge().hook("{'pass': true}");

        grade("{'type': 'webhook', 'value': 'http://h/{{tone}}'}", "o", "{}", judge);

        assertThat(judge.posted())
                .containsExactly(
                        Workbench.json(
                                "{'output': 'o', 'context': {'prompt': 'the prompt',"
                                        + " 'vars': {'query': 'q?', 'tone': 'kind'}}}"));
    }

    @Test
    void an_empty_output_needs_no_moderation() {
        RecordedJudge judge = new RecordedJudge();

        assertThat(grade("{'type': 'moderation'}", "", "{}", judge).passed()).isTrue();
        assertThat(judge.asked()).isEmpty();
    }

    @Test
    void the_judges_of_a_case_think_at_the_same_time() {
        CyclicBarrier both = new CyclicBarrier(2);
        Judge slow =
                new Judge() {
                    @Override
                    public Reply ask(Question question) {
                        try {
                            both.await(20, TimeUnit.SECONDS);
                            return new Reply.Answered(TextNode.valueOf(GOOD));
                        } catch (InterruptedException | BrokenBarrierException e) {
                            return new Reply.Failed("interrupted");
                        } catch (TimeoutException e) {
                            return new Reply.Failed("one waits for the other");
                        }
                    }

                    @Override
                    public Reply post(String url, JsonNode body) {
                        return new Reply.Failed("nobody asked for this");
                    }
                };

        Grade grade =
                grade(
                        "{'type': 'llm-rubric', 'value': 'a'}, {'type': 'llm-rubric', 'value':"
                                + " 'b'}",
                        "o",
                        "{}",
                        slow);

        assertThat(grade.passed()).as(grade.reason()).isTrue();
    }

    @Test
    void whoever_is_interrupted_while_a_judge_thinks_gets_an_error() {
        Judge never = new Thinker();
        List<Check> checks = Assertions.parse(Workbench.json("[{'type': 'llm-rubric'}]"));
        Thread.currentThread().interrupt();

        Grade grade;
        try {
            grade =
                    BENCH.grader()
                            .grade(
                                    checks,
                                    OptionalDouble.empty(),
                                    Workbench.judged(
                                            TextNode.valueOf("o"),
                                            Workbench.MAPPER.createObjectNode(),
                                            "{}",
                                            never));
        } finally {
            assertThat(Thread.interrupted()).isTrue();
        }

        assertThat(grade.errored()).isTrue();
        assertThat(grade.reason()).startsWith("Interrupted");
    }

    /// A judge that thinks until it is interrupted.
    private static final class Thinker implements Judge {

        private final CountDownLatch never = new CountDownLatch(1);

        @Override
        public Reply ask(Question question) {
            try {
                never.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            return new Reply.Failed("It was interrupted");
        }

        @Override
        public Reply post(String url, JsonNode body) {
            return new Reply.Failed("It only thinks");
        }
    }
}
