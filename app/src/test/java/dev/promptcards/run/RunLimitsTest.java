package dev.promptcards.run;

import static dev.promptcards.run.LimitedWorkspace.ECHO;
import static dev.promptcards.run.LimitedWorkspace.KEY;
import static dev.promptcards.run.LimitedWorkspace.priced;
import static dev.promptcards.run.LimitedWorkspace.provider;

import static org.assertj.core.api.Assertions.assertThat;

import dev.promptcards.Api;
import dev.promptcards.OnTestServers;
import dev.promptcards.TestServers;

import io.micronaut.context.annotation.Property;
import io.micronaut.runtime.server.EmbeddedServer;
import io.micronaut.test.extensions.junit5.annotation.MicronautTest;

import jakarta.inject.Inject;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;

/// What limits of a workspace say to what is about to begin, over HTTP, each test in a workspace of
/// its own.
@MicronautTest(transactional = false)
@Property(name = "promptcards.allow-addresses", value = "127.0.0.1")
class RunLimitsTest implements OnTestServers {

    @Inject EmbeddedServer server;
    private LimitedWorkspace its;
    private RunningServer client;

    @BeforeEach
    void aWorkspaceOfItsOwn() {
        its = LimitedWorkspace.on(server);
        client = its.client();
    }

    @Test
    void limits_are_read_and_changed_one_by_one() {
        its.limit("{\"runsInFlight\": 5, \"spendPerMonthUsd\": 12.5}");
        its.limit("{\"runsInFlight\": null, \"executionsPerDay\": 100}");
        var limits = client.get("/limits").json();
        assertThat(limits.at("/runsInFlight/limit").isNull()).isTrue();
        assertThat(limits.at("/executionsPerDay/limit").asInt()).isEqualTo(100);
        assertThat(limits.at("/executionsPerDay/used").asInt()).isZero();
        assertThat(limits.at("/executionsPerDay/resetsAt").asText()).endsWith("T00:00:00Z");
        assertThat(limits.at("/spendPerMonthUsd/limit").asDouble()).isEqualTo(12.5);
        assertThat(limits.at("/spendPerMonthUsd/resetsAt").asText()).contains("-01T00:00:00Z");
        assertThat(limits.at("/storedBytes/limit").isNull()).isTrue();
        for (var wrong :
                List.of(
                        "{\"runs\": 1}",
                        "{\"runsInFlight\": -1}",
                        "{\"runsInFlight\": 1.5}",
                        "{\"runsInFlight\": 3000000000}",
                        "{\"spendPerMonthUsd\": \"1\"}",
                        "{\"spendPerMonthUsd\": -0.01}")) {
            assertThat(its.api().send("PATCH", its.root() + "/limits", wrong).status())
                    .as(wrong)
                    .isEqualTo(400);
        }
    }

    @Test
    void of_twenty_starts_at_once_exactly_as_many_begin_as_may() throws Exception {
        its.limit("{\"runsInFlight\": 5}");
        try (var model = new CountingModel(20_000);
                var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var card = client.card("{{n}}");
            var suite = its.suite(1);
            Callable<Api.Answer> start =
                    () -> client.startAnswer(card, suite, priced(model, ""), KEY);
            var answers =
                    threads.invokeAll(IntStream.range(0, 20).mapToObj(_ -> start).toList()).stream()
                            .map(future -> future.resultNow())
                            .toList();

            var begun = answers.stream().filter(a -> a.status() == 202).toList();
            var refused = answers.stream().filter(a -> a.status() == 429).toList();
            assertThat(begun).hasSize(5);
            assertThat(refused).hasSize(15);
            assertThat(refused)
                    .allSatisfy(
                            answer -> {
                                assertThat(answer.json().get("detail").asText())
                                        .contains("5 runs are in flight", "runsInFlight");
                                assertThat(Integer.parseInt(answer.header("retry-after")))
                                        .isBetween(1, 3600);
                                assertThat(answer.header("ratelimit"))
                                        .startsWith("\"runs\";r=0;t=");
                                assertThat(answer.header("ratelimit-remaining")).isEqualTo("0");
                            });
            assertThat(client.get("/limits").json().at("/runsInFlight/used").asInt()).isEqualTo(5);
            begun.forEach(
                    answer ->
                            client.post(
                                    "/runs/" + answer.json().get("id").asText() + "/cancel", ""));
            assertThat(client.get("/limits").json().at("/runsInFlight/used").asInt()).isZero();
        }
    }

    @Test
    void a_start_says_what_is_left_of_each_limit() {
        its.limit("{\"runsInFlight\": 5, \"executionsPerDay\": 100, \"spendPerMonthUsd\": 10}");
        var answer = client.startAnswer(client.card("x"), its.suite(3), ECHO, "");
        assertThat(answer.header("ratelimit-policy"))
                .isEqualTo(
                        "\"runs\";q=5;qu=\"concurrent-requests\","
                                + " \"executions\";q=100;qu=\"executions\";w=86400,"
                                + " \"spend\";q=1000;qu=\"usd-cents\"");
        assertThat(answer.header("ratelimit"))
                .matches(
                        "\"runs\";r=[45];t=\\d+, \"executions\";r=97;t=\\d+,"
                                + " \"spend\";r=1000;t=\\d+");
        assertThat(answer.header("ratelimit-limit")).isIn("5", "100");
        assertThat(Integer.parseInt(answer.header("ratelimit-reset"))).isPositive();
    }

    @Test
    void without_limits_nothing_is_said_of_them() {
        var answer = client.startAnswer(client.card("x"), its.suite(1), ECHO, "");
        assertThat(answer.status()).isEqualTo(202);
        assertThat(answer.headers()).doesNotContainKeys("ratelimit", "ratelimit-limit");
    }

    @Test
    void executions_of_the_day_are_counted_with_those_that_are_yet_to_come() {
        its.limit("{\"executionsPerDay\": 10}");
        its.use("(now() AT TIME ZONE 'UTC')::date - 1", 1000, "0");
        var card = client.card("{{n}}");
        client.settled(client.start(card, its.suite(6), ECHO, ""));
        assertThat(client.get("/limits").json().at("/executionsPerDay/used").asInt()).isEqualTo(6);
        var refused = client.startAnswer(card, its.suite(5), ECHO, "");
        assertThat(refused.status()).isEqualTo(429);
        assertThat(refused.json().get("detail").asText())
                .contains("executionsPerDay", "6 are made");
        assertThat(Integer.parseInt(refused.header("retry-after"))).isBetween(1, 86_400);
        client.settled(client.start(card, its.suite(4), ECHO, ""));
    }

    @Test
    void a_run_that_is_expected_to_cost_more_than_is_left_does_not_begin() throws Exception {
        its.limit("{\"spendPerMonthUsd\": 10}");
        its.use("date_trunc('month', now() AT TIME ZONE 'UTC')::date - 1", 0, "1000");
        its.use("date_trunc('month', now() AT TIME ZONE 'UTC')::date", 0, "4");
        try (var model = new CountingModel(0)) {
            var card = client.card("{{n}}");
            // 1,024 tokens of output, since nothing is said of them.
            var refused = client.startAnswer(card, its.suite(6), priced(model, ""), KEY);
            assertThat(refused.status()).isEqualTo(429);
            assertThat(refused.json().get("detail").asText())
                    .contains("spendPerMonthUsd", "expected to cost 6.", "4.00 USD are spent");
            assertThat(Integer.parseInt(refused.header("retry-after"))).isBetween(1, 31 * 86_400);
            var begun = client.start(card, its.suite(5), priced(model, ""), KEY);
            assertThat(begun.get("estimatedCostUsd").asDouble()).isBetween(5.12, 5.3);
            assertThat(model.answered()).hasSizeLessThan(6);
        }
    }

    @Test
    void a_price_that_is_not_known_reserves_nothing_and_is_said_so() throws Exception {
        its.limit("{\"spendPerMonthUsd\": 10}");
        try (var model = new CountingModel(0)) {
            var run =
                    client.start(
                            client.card("{{n}}"),
                            its.suite(3),
                            provider(model, "no-such-model", ""),
                            KEY);
            assertThat(run.get("estimatedCostUsd").asDouble()).isZero();
            assertThat(run.get("estimateUnpriced").asInt()).isEqualTo(3);
            client.settled(run);
            assertThat(client.get("/limits").json().at("/spendPerMonthUsd/unpriced").asInt())
                    .isEqualTo(3);
        }
        var free = client.start(client.card("{{n}}"), its.suite(3), ECHO, "");
        assertThat(free.get("estimateUnpriced").asInt()).isZero();
    }

    @Test
    void an_estimate_has_judges_in_it() throws Exception {
        try (var model = new CountingModel(0)) {
            var suite =
                    client.suiteWith(
                            "{\"assert\": [{\"type\": \"llm-rubric\", \"value\": \"x\"}],"
                                    + " \"options\": {\"provider\": {\"id\": \"openai:chat:judge\","
                                    + " \"config\": {\"cost\": 0.001, \"max_tokens\": 100}}}}",
                            "{}",
                            "{\"assert\": [{\"type\": \"assert-set\", \"assert\": [{\"type\":"
                                    + " \"not-llm-rubric\", \"value\": \"y\"}]}]}");
            var run =
                    client.start(
                            client.card("1234"), suite, priced(model, ", \"max_tokens\": 10"), KEY);
            // Answers: (6 / 4 → 2) + 10 tokens; judges, three: 12 + 500 + 100.
            assertThat(run.get("estimatedCostUsd").asDouble())
                    .isBetween(2 * 0.011 + 3 * 0.611, 2 * 0.013 + 3 * 0.613);
        }
    }

    @Test
    void nothing_is_added_to_a_workspace_that_is_full() {
        var card = client.card("a template");
        var suite = its.suite(1);
        its.limit("{\"storedBytes\": 10}");
        var refused =
                List.of(
                        client.startAnswer(card, suite, ECHO, ""),
                        its.api()
                                .send(
                                        "POST",
                                        its.root() + "/cards",
                                        "{\"title\": \"b\", \"template\": \"c\"}"),
                        its.api()
                                .send(
                                        "POST",
                                        its.root() + "/cards/" + card + "/versions",
                                        "{\"template\": \"another\"}"),
                        client.upload(TestServers.unique("suite"), "{}", "{}"));
        assertThat(refused)
                .allSatisfy(
                        answer -> {
                            assertThat(answer.status()).as(answer.text()).isEqualTo(409);
                            assertThat(answer.text()).contains("storedBytes");
                        });
        its.limit("{\"storedBytes\": 1000000}");
        client.settled(client.start(card, suite, ECHO, ""));
    }
}
