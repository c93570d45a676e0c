package dev.promptcards.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;

import dev.promptcards.Api;
import dev.promptcards.OnTestServers;
import dev.promptcards.TestServers;
import dev.promptcards.tenancy.WorkspaceId;
import dev.promptcards.tenancy.WorkspaceTransactions;
import dev.promptcards.tenancy.Workspaces;

import io.micronaut.context.annotation.Property;
import io.micronaut.runtime.server.EmbeddedServer;
import io.micronaut.test.extensions.junit5.annotation.MicronautTest;

import jakarta.inject.Inject;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.math.BigDecimal;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;

/// What limits of a workspace do to its runs, over HTTP, each test in a workspace of its own.
@MicronautTest(transactional = false)
@Property(name = "promptcards.allow-addresses", value = "127.0.0.1")
class RunLimitsTest implements OnTestServers {

    private static final String ECHO = "{\"id\": \"echo\"}";

    /// Of a call to [CountingModel] at [#priced]: 12 tokens.
    private static final double CALL_USD = 0.012;

    /// Intents that may stand at concurrency 4, see [dev.promptcards.run.worker.RunGate].
    private static final int IN_FLIGHT = 9;

    @Inject EmbeddedServer server;
    @Inject Workspaces workspaces;
    @Inject WorkspaceTransactions transactions;
    private Api api;
    private String root;
    private RunningServer client;
    private WorkspaceId workspace;

    @BeforeEach
    void aWorkspaceOfItsOwn() {
        api = new Api(server.getURI());
        var slug = TestServers.unique("limits");
        root = "/api/v1/workspaces/" + slug;
        assertThat(api.send("PUT", root, "{\"name\": \"Limits\"}").status()).isEqualTo(201);
        workspace = workspaces.idOf(slug).orElseThrow();
        client = new RunningServer(api, slug);
    }

    @Test
    void limits_are_read_and_changed_one_by_one() {
        limit("{\"runsInFlight\": 5, \"spendPerMonthUsd\": 12.5}");
        limit("{\"runsInFlight\": null, \"executionsPerDay\": 100}");
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
            assertThat(api.send("PATCH", root + "/limits", wrong).status())
                    .as(wrong)
                    .isEqualTo(400);
        }
    }

    @Test
    void of_twenty_starts_at_once_exactly_as_many_begin_as_may() throws Exception {
        limit("{\"runsInFlight\": 5}");
        try (var model = new CountingModel(20_000);
                var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var card = client.card("{{n}}");
            var suite = suite(1);
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
        limit("{\"runsInFlight\": 5, \"executionsPerDay\": 100, \"spendPerMonthUsd\": 10}");
        var answer = client.startAnswer(client.card("x"), suite(3), ECHO, "");
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
        var answer = client.startAnswer(client.card("x"), suite(1), ECHO, "");
        assertThat(answer.status()).isEqualTo(202);
        assertThat(answer.headers()).doesNotContainKeys("ratelimit", "ratelimit-limit");
    }

    @Test
    void executions_of_the_day_are_counted_with_those_that_are_yet_to_come() {
        limit("{\"executionsPerDay\": 10}");
        use("(now() AT TIME ZONE 'UTC')::date - 1", 1000, "0");
        var card = client.card("{{n}}");
        client.settled(client.start(card, suite(6), ECHO, ""));
        assertThat(client.get("/limits").json().at("/executionsPerDay/used").asInt()).isEqualTo(6);
        var refused = client.startAnswer(card, suite(5), ECHO, "");
        assertThat(refused.status()).isEqualTo(429);
        assertThat(refused.json().get("detail").asText())
                .contains("executionsPerDay", "6 are made");
        assertThat(Integer.parseInt(refused.header("retry-after"))).isBetween(1, 86_400);
        client.settled(client.start(card, suite(4), ECHO, ""));
    }

    @Test
    void a_run_that_is_expected_to_cost_more_than_is_left_does_not_begin() throws Exception {
        limit("{\"spendPerMonthUsd\": 10}");
        use("date_trunc('month', now() AT TIME ZONE 'UTC')::date - 1", 0, "1000");
        use("date_trunc('month', now() AT TIME ZONE 'UTC')::date", 0, "4");
        try (var model = new CountingModel(0)) {
            var card = client.card("{{n}}");
            // 1,024 tokens of output, since nothing is said of them.
            var refused = client.startAnswer(card, suite(6), priced(model, ""), KEY);
            assertThat(refused.status()).isEqualTo(429);
            assertThat(refused.json().get("detail").asText())
                    .contains("spendPerMonthUsd", "expected to cost 6.", "4.00 USD are spent");
            assertThat(Integer.parseInt(refused.header("retry-after"))).isBetween(1, 31 * 86_400);
            var begun = client.start(card, suite(5), priced(model, ""), KEY);
            assertThat(begun.get("estimatedCostUsd").asDouble()).isBetween(5.12, 5.3);
            assertThat(model.answered()).hasSizeLessThan(6);
        }
    }

    @Test
    void a_price_that_is_not_known_reserves_nothing_and_is_said_so() throws Exception {
        limit("{\"spendPerMonthUsd\": 10}");
        try (var model = new CountingModel(0)) {
            var run =
                    client.start(
                            client.card("{{n}}"),
                            suite(3),
                            provider(model, "no-such-model", ""),
                            KEY);
            assertThat(run.get("estimatedCostUsd").asDouble()).isZero();
            assertThat(run.get("estimateUnpriced").asInt()).isEqualTo(3);
            client.settled(run);
            assertThat(client.get("/limits").json().at("/spendPerMonthUsd/unpriced").asInt())
                    .isEqualTo(3);
        }
        var free = client.start(client.card("{{n}}"), suite(3), ECHO, "");
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
    void a_run_stops_when_the_month_is_spent_and_goes_on_when_the_limit_is_raised()
            throws Exception {
        limit("{\"spendPerMonthUsd\": 0.30}");
        try (var model = new CountingModel(5)) {
            var run = client.start(client.card("{{n}}"), suite(40), tooCheap(model), KEY);
            var held = client.settled(run);
            assertThat(held.get("state").asText()).isEqualTo("held");
            assertThat(held.get("heldReason").asText()).contains("0.30 USD", "month");
            assertThat(event(held, "held").at("/detail/limit").asText()).contains("0.30 USD");
            whenAllAreIn(held, model);
            assertThat(model.answered()).hasSizeBetween(25, 25 + IN_FLIGHT);
            assertThat(spent()).isLessThanOrEqualTo(0.30 + IN_FLIGHT * CALL_USD);

            var refused = client.post(path(run, "/resume"), "{}");
            assertThat(refused.status()).as(refused.text()).isEqualTo(429);
            limit("{\"spendPerMonthUsd\": 10}");
            assertThat(client.post(path(run, "/resume"), "{}").status()).isEqualTo(200);
            var ended = client.settled(run);
            assertThat(ended.get("state").asText()).isEqualTo("completed");
            assertThat(ended.get("passed").asInt()).isEqualTo(40);
            assertThat(ended.get("heldReason").isNull()).isTrue();
            assertThat(model.answered()).hasSize(40).allSatisfy((_, n) -> assertThat(n).isOne());
            assertRebuilt(ended);
        }
    }

    @Test
    void judges_are_paid_from_the_same_budget() throws Exception {
        try (var model = new CountingModel(5)) {
            var judge = priced(model, "").replace("chat:m", "chat:judge");
            var suite =
                    client.suiteWith(
                            "{\"assert\": [{\"type\": \"llm-rubric\", \"value\": \"is {{n}}\"}],"
                                    + " \"options\": {\"provider\": "
                                    + judge
                                    + "}}",
                            cases(40));
            var run =
                    client.start(
                            client.card("{{n}}"),
                            suite,
                            tooCheap(model),
                            KEY + BUDGET.formatted("0.30"));
            var held = client.settled(run);
            assertThat(held.get("state").asText()).isEqualTo("held");
            assertThat(held.get("heldReason").asText()).contains("its budget of 0.30 USD");
            assertThat(model.answered().size() + model.judged().size())
                    .isBetween(25, 25 + IN_FLIGHT);
            assertThat(client.post(path(run, "/resume"), "{\"budgetUsd\": 5}").status())
                    .isEqualTo(200);
            var ended = client.settled(run);
            assertThat(ended.get("state").asText()).isEqualTo("completed");
            assertThat(ended.get("passed").asInt()).isEqualTo(40);
            assertThat(model.answered()).allSatisfy((_, n) -> assertThat(n).isOne());
            assertThat(model.judged()).hasSize(40).allSatisfy((_, n) -> assertThat(n).isOne());
            assertThat(ended.get("gradingCostUsd").asDouble()).isEqualTo(40 * CALL_USD);
            assertRebuilt(ended);
        }
    }

    @Test
    void a_run_without_a_budget_has_none_to_raise_and_a_budget_is_an_amount() {
        var run = client.start(client.card("x"), suite(1), ECHO, "");
        assertThat(client.post(path(run, "/resume"), "{\"budgetUsd\": 5}").status()).isEqualTo(400);
        assertThat(
                        client.startAnswer(client.card("x"), suite(1), ECHO, "\"budgetUsd\": 0")
                                .status())
                .isEqualTo(400);
    }

    @Test
    void nothing_is_added_to_a_workspace_that_is_full() {
        var card = client.card("a template");
        var suite = suite(1);
        limit("{\"storedBytes\": 10}");
        var refused =
                List.of(
                        client.startAnswer(card, suite, ECHO, ""),
                        api.send(
                                "POST", root + "/cards", "{\"title\": \"b\", \"template\": \"c\"}"),
                        api.send(
                                "POST",
                                root + "/cards/" + card + "/versions",
                                "{\"template\": \"another\"}"),
                        client.upload(TestServers.unique("suite"), "{}", "{}"));
        assertThat(refused)
                .allSatisfy(
                        answer -> {
                            assertThat(answer.status()).as(answer.text()).isEqualTo(409);
                            assertThat(answer.text()).contains("storedBytes");
                        });
        limit("{\"storedBytes\": 1000000}");
        client.settled(client.start(card, suite, ECHO, ""));
    }

    @Test
    void errors_are_tried_again_within_the_limits() {
        var suite = client.suite("{\"assert\": [{\"type\": \"no-such-kind\"}]}", "{}");
        var run = client.settled(client.start(client.card("x"), suite, ECHO, ""));
        assertThat(run.get("errors").asInt()).isEqualTo(1);
        limit("{\"executionsPerDay\": 2}");
        var refused = client.post(path(run, "/retry-errors"), "{}");
        assertThat(refused.status()).as(refused.text()).isEqualTo(429);
        assertThat(client.run(run.get("id").asText()).get("errors").asInt()).isEqualTo(1);
        limit("{\"executionsPerDay\": 3}");
        assertThat(client.post(path(run, "/retry-errors"), "{}").status()).isEqualTo(200);
        client.settled(run);
        assertThat(client.get("/limits").json().at("/executionsPerDay/used").asInt()).isEqualTo(3);
    }

    /// Counts the raw rows again, and compares.
    private void assertRebuilt(JsonNode run) {
        record Counted(long executions, BigDecimal cost) {}
        Counted raw =
                transactions.inWorkspace(
                        workspace,
                        handle ->
                                handle.createQuery(
                                                """
                                                SELECT count(*) AS executions,
                                                       sum(cost_usd) + coalesce(sum(grading_cost_usd), 0) AS cost
                                                  FROM test_executions
                                                 WHERE workspace_id = :workspaceId
                                                   AND (finished_at AT TIME ZONE 'UTC')::date
                                                       = (now() AT TIME ZONE 'UTC')::date
                                                """)
                                        .bind("workspaceId", workspace.value())
                                        .mapTo(Counted.class)
                                        .one());
        var limits = client.get("/limits").json();
        assertThat(limits.at("/executionsPerDay/used").asLong())
                .isEqualTo(raw.executions())
                .isEqualTo(run.get("total").asLong());
        assertThat(limits.at("/spendPerMonthUsd/used").decimalValue())
                .isEqualByComparingTo(raw.cost())
                .isEqualByComparingTo(
                        run.get("costUsd")
                                .decimalValue()
                                .add(run.get("gradingCostUsd").decimalValue()));
        assertThat(limits.at("/spendPerMonthUsd/reserved").asDouble()).isZero();
    }

    private void whenAllAreIn(JsonNode run, CountingModel model) {
        await().until(
                        () ->
                                client.run(run.get("id").asText()).get("passed").asInt()
                                        == model.answered().size());
    }

    private double spent() {
        return client.get("/limits").json().at("/spendPerMonthUsd/used").asDouble();
    }

    private JsonNode event(JsonNode run, String kind) {
        for (var event : client.get(path(run, "/events")).json().get("items")) {
            if (event.get("kind").asText().equals(kind)) {
                return event;
            }
        }
        throw new AssertionError("no event " + kind);
    }

    private void limit(String patch) {
        var answer = api.send("PATCH", root + "/limits", patch);
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
    }

    private void use(String day, long executions, String costUsd) {
        transactions.inWorkspace(
                workspace,
                handle ->
                        handle.createUpdate(
                                        "INSERT INTO workspace_use (workspace_id, day, executions,"
                                                + " cost_usd) VALUES (:workspaceId, "
                                                + day
                                                + ", :executions, :cost)")
                                .bind("workspaceId", workspace.value())
                                .bind("executions", executions)
                                .bind("cost", new BigDecimal(costUsd))
                                .execute());
    }

    private String suite(int cases) {
        return client.suite(cases(cases));
    }

    private static String[] cases(int count) {
        return IntStream.range(0, count)
                .mapToObj("{\"vars\": {\"n\": \"case %d\"}}"::formatted)
                .toArray(String[]::new);
    }

    private static final String KEY = "\"cache\": false, \"secrets\": {\"OPENAI_API_KEY\": \"k\"}";
    private static final String BUDGET = ", \"budgetUsd\": %s";

    /// Answers cost more than is expected of them.
    private static String tooCheap(CountingModel model) {
        return priced(model, ", \"max_tokens\": 1");
    }

    private static String priced(CountingModel model, String more) {
        return provider(model, "m", ", \"cost\": 0.001" + more);
    }

    private static String provider(CountingModel model, String name, String more) {
        return "{\"id\": \"openai:chat:%s\", \"config\": {\"apiBaseUrl\": \"%s\"%s}}"
                .formatted(name, model.url(), more);
    }

    private static String path(JsonNode run, String below) {
        return "/runs/" + run.get("id").asText() + below;
    }
}
