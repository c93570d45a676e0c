package dev.promptcards.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;

import dev.promptcards.Api;
import dev.promptcards.OnTestServers;

import io.micronaut.context.annotation.Property;
import io.micronaut.runtime.server.EmbeddedServer;
import io.micronaut.test.extensions.junit5.annotation.MicronautTest;

import jakarta.inject.Inject;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.util.List;
import java.util.UUID;

/// Runs whose cases are judged by a model, or compare their columns, over HTTP, with the worker of
/// the same process.
@MicronautTest(transactional = false)
@Property(name = "promptcards.allow-addresses", value = "127.0.0.1")
class JudgedRunTest implements OnTestServers {

    private static final String TWO = "{\"id\": \"echo\"}, {\"id\": \"echo\", \"label\": \"b\"}";

    @Inject EmbeddedServer server;
    private RunningServer client;
    private CountingModel model;

    @BeforeAll
    void connect() throws IOException {
        client = new RunningServer(new Api(server.getURI()), "default");
        model = new CountingModel(0);
    }

    @AfterAll
    void stop() {
        model.close();
    }

    @Test
    void a_judge_is_paid_once_for_a_question_and_its_cost_stands_beside_the_answers() {
        var word = UUID.randomUUID().toString();
        var defaults = judged("{\"type\": \"llm-rubric\", \"value\": \"fits %s\"}".formatted(word));
        var suite = client.suiteWith(defaults, "{\"vars\": {\"q\": \"a\"}}");
        var card = client.card("{{ q }}");
        var first = client.settled(client.start(card, suite, "{\"id\": \"echo\"}", secrets("")));
        assertThat(first.get("passed").asInt()).isEqualTo(1);
        assertThat(first.get("gradingCostUsd").asDouble()).isCloseTo(0.012, within(1e-9));
        assertThat(first.get("gradingPromptTokens").asInt()).isEqualTo(10);
        assertThat(first.get("costUsd").asDouble()).isZero();
        assertThat(asked(word)).isEqualTo(1);

        var second = client.settled(client.start(card, suite, "{\"id\": \"echo\"}", secrets("")));
        assertThat(second.get("passed").asInt()).isEqualTo(1);
        assertThat(second.get("gradingCostUsd").asDouble()).isZero();
        assertThat(second.at("/columns/0/summary/gradingCostUsd").asDouble())
                .isCloseTo(0.012, within(1e-9));
        var execution = client.executions(second).getFirst();
        assertThat(execution.get("gradingCostUsd").asDouble()).isCloseTo(0.012, within(1e-9));
        assertThat(execution.get("gradingCompletionTokens").asInt()).isEqualTo(2);
        assertThat(asked(word)).isEqualTo(1);

        var without = secrets(", \"cache\": false");
        client.settled(client.start(card, suite, "{\"id\": \"echo\"}", without));
        assertThat(asked(word)).isEqualTo(2);
    }

    @Test
    void a_judge_that_cannot_be_asked_is_an_error_of_its_case_whichever_way_it_is_asked() {
        var suite =
                client.suite(
                        "{\"assert\": [{\"type\": \"llm-rubric\", \"value\": \"x\"}]}",
                        "{\"assert\": [{\"type\": \"not-llm-rubric\", \"value\": \"x\"}]}",
                        "{\"assert\": [{\"type\": \"llm-rubric\", \"value\": \"x\", \"provider\":"
                                + " \"nosuch:thing\"}]}",
                        "{\"assert\": [{\"type\": \"classifier\", \"value\": \"x\"}]}");
        var run = client.settled(client.start(client.card("q"), suite, "{\"id\": \"echo\"}", ""));
        assertThat(outcomes(run)).containsExactly("error", "error", "error", "error");
        assertThat(client.executions(run).getFirst().get("error").asText())
                .contains("OPENAI_API_KEY");
    }

    @Test
    void columns_are_compared_when_all_have_settled_and_totals_stay_those_of_the_grid() {
        var suite =
                client.suiteWith(
                        judged("{\"type\": \"select-best\", \"value\": \"best\"}"),
                        "{\"vars\": {\"q\": \"a\"}}",
                        "{\"vars\": {\"q\": \"b\"}, \"assert\": [{\"type\": \"equals\", \"value\":"
                                + " \"no\"}]}");
        var run = client.settled(client.start(client.card("{{ q }}"), suite, TWO, secrets("")));
        assertThat(run.get("state").asText()).isEqualTo("completed");
        assertThat(run.get("total").asInt()).isEqualTo(4);
        assertThat(run.get("passed").asInt()).isEqualTo(1);
        assertThat(run.get("failed").asInt()).isEqualTo(3);
        assertThat(outcomes(run)).containsExactly("failed", "passed", "failed", "failed");
        var components = client.executions(run).getFirst().get("components");
        assertThat(components.get(components.size() - 1).get("type").asText())
                .isEqualTo("select-best");
        assertThat(run.at("/summary/passed").asInt()).isEqualTo(1);
    }

    @Test
    void a_comparison_needs_no_judge_where_scores_are_compared() {
        var suite =
                client.suite(
                        "{\"vars\": {\"q\": \"a\"}, \"assert\": [{\"type\": \"max-score\"},"
                            + " {\"type\": \"javascript\", \"value\": \"context.provider.label ?"
                            + " 0.9 : 0.5\"}]}",
                        "{\"vars\": {\"q\": \"lonely\"}, \"providers\": [\"b\"]}");
        var run = client.settled(client.start(client.card("{{ q }}"), suite, TWO, ""));
        assertThat(outcomes(run)).containsExactly("failed", "passed", "passed");
        assertThat(client.executions(run))
                .extracting(e -> e.get("gradingCostUsd").isNull())
                .containsOnly(true);
    }

    @Test
    void a_row_with_an_error_is_compared_again_when_its_errors_are_tried_again() {
        var suite =
                client.suiteWith(
                        judged("{\"type\": \"select-best\", \"value\": \"best\"}"),
                        "{\"vars\": {\"q\": \"a\"}}");
        var keyless =
                "{\"id\": \"echo\"}, {\"id\": \"openai:chat:m\", \"config\": {\"apiBaseUrl\": \"%s\"}}"
                        .formatted(model.url());
        var run =
                client.settled(
                        client.start(client.card("{{ q }}"), suite, keyless, "\"repeat\": 2"));
        assertThat(outcomes(run)).containsExactly("error", "error", "error", "error");
        var again =
                client.post(
                        "/runs/" + run.get("id").asText() + "/retry-errors",
                        "{\"secrets\": {\"OPENAI_API_KEY\": \"k\"}}");
        assertThat(again.json().get("items").asInt()).isEqualTo(4);
        var ended = client.settled(run);
        assertThat(outcomes(ended)).containsExactly("failed", "passed", "failed", "passed");
        assertThat(ended.get("passed").asInt()).isEqualTo(2);
        assertThat(client.executions(run).getFirst().get("components")).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource({"llm-rubric, 2, 0", "select-best, 0, 1"})
    void under_hold_a_judge_whose_answer_is_lost_holds_the_item_until_somebody_decides(
            String kind, int unknown, int comparisons) {
        var run = lost(kind, "hold");
        assertThat(run.get("state").asText()).isEqualTo("held");
        assertThat(run.get("unknown").asInt()).isEqualTo(unknown);
        assertThat(run.get("heldComparisons").asInt()).isEqualTo(comparisons);

        var decided =
                client.post(
                        "/runs/" + run.get("id").asText() + "/resume", "{\"unknown\": \"retry\"}");
        assertThat(decided.json().get("items").asInt()).isEqualTo(unknown + comparisons);
        var ended = client.settled(run);
        assertThat(ended.get("state").asText()).isEqualTo("completed");
        assertThat(ended.get("heldComparisons").asInt()).isZero();
        assertThat(ended.get("errors").asInt()).isZero();
        assertThat(ended.get("maybeChargedTwice").asInt()).isEqualTo(unknown + comparisons);
    }

    @ParameterizedTest
    @ValueSource(strings = {"llm-rubric", "select-best"})
    void what_is_held_for_a_judge_can_be_given_up_and_ends_as_an_error(String kind) {
        var run = lost(kind, "hold");
        client.post("/runs/" + run.get("id").asText() + "/resume", "{\"unknown\": \"fail\"}");
        var ended = client.settled(run);
        assertThat(ended.get("state").asText()).isEqualTo("completed");
        assertThat(ended.get("errors").asInt()).isEqualTo(2);
        assertThat(outcomes(ended)).containsExactly("error", "error");
        assertThat(client.executions(ended).getFirst().get("error").asText())
                .contains("unknown outcome", "judge");
    }

    @Test
    void what_was_paid_before_a_judge_lost_its_answer_is_counted_when_the_item_is_given_up() {
        var fine = "{\"type\": \"llm-rubric\", \"value\": \"%s\"}".formatted(UUID.randomUUID());
        var run = client.settled(lost("llm-rubric", "hold", fine + ", "));
        assertThat(run.get("state").asText()).isEqualTo("held");
        assertThat(run.get("gradingCostUsd").asDouble()).isZero();
        client.post("/runs/" + run.get("id").asText() + "/resume", "{\"unknown\": \"fail\"}");
        var ended = client.settled(run);
        assertThat(ended.get("errors").asInt()).isEqualTo(2);
        assertThat(ended.get("gradingCostUsd").asDouble()).isCloseTo(0.024, within(1e-9));
        assertThat(ended.get("gradingPromptTokens").asInt()).isEqualTo(20);
    }

    @ParameterizedTest
    @CsvSource({"llm-rubric, 2, 2", "select-best, 1, 1"})
    void under_retry_a_judge_whose_answer_is_lost_is_asked_again_and_that_is_counted(
            String kind, int passed, int chargedTwice) {
        var run = lost(kind, "retry");
        assertThat(run.get("state").asText()).isEqualTo("completed");
        assertThat(run.get("passed").asInt()).isEqualTo(passed);
        assertThat(run.get("maybeChargedTwice").asInt()).isEqualTo(chargedTwice);
    }

    /// A row of two columns; each question to the judge is cut off the first time.
    private JsonNode lost(String kind, String onUnknown) {
        return lost(kind, onUnknown, "");
    }

    /// @param before assertions that come first
    private JsonNode lost(String kind, String onUnknown, String before) {
        var suite =
                client.suiteWith(
                        judged(
                                before
                                        + "{\"type\": \"%s\", \"value\": \"%s %s\"}"
                                                .formatted(
                                                        kind,
                                                        CountingModel.LOST,
                                                        UUID.randomUUID())),
                        "{\"vars\": {\"q\": \"a\"}}");
        var card = client.card("{{ q }}");
        var run =
                client.start(
                        card,
                        suite,
                        TWO.replace(
                                "\"label\"",
                                "\"config\": {\"transform\": \"output + 'b'\"}, \"label\""),
                        secrets(", \"onUnknown\": \"%s\"".formatted(onUnknown)));
        return client.settled(run);
    }

    /// Defaults with one assertion and a judge that costs 0.001 a token.
    private String judged(String assertion) {
        return """
        {"assert": [%s], "options": {"provider": {"id": "openai:chat:judge", "config":
         {"apiBaseUrl": "%s", "cost": 0.001}}}}\
        """
                .formatted(assertion, model.url())
                .replace("\n", "");
    }

    private static String secrets(String more) {
        return "\"secrets\": {\"OPENAI_API_KEY\": \"k\"}" + more;
    }

    private long asked(String word) {
        return model.judged().entrySet().stream()
                .filter(e -> e.getKey().contains(word))
                .mapToInt(java.util.Map.Entry::getValue)
                .sum();
    }

    private List<String> outcomes(JsonNode run) {
        return client.executions(run).stream().map(e -> e.get("outcome").asText()).toList();
    }
}
