package dev.promptcards.run;

import static dev.promptcards.run.LimitedWorkspace.CALL_USD;
import static dev.promptcards.run.LimitedWorkspace.ECHO;
import static dev.promptcards.run.LimitedWorkspace.IN_FLIGHT;
import static dev.promptcards.run.LimitedWorkspace.KEY;
import static dev.promptcards.run.LimitedWorkspace.cases;
import static dev.promptcards.run.LimitedWorkspace.priced;
import static dev.promptcards.run.LimitedWorkspace.tooCheap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;

import dev.promptcards.OnTestServers;
import dev.promptcards.queue.QueuedRun;
import dev.promptcards.queue.RunId;

import io.micronaut.context.annotation.Property;
import io.micronaut.runtime.server.EmbeddedServer;
import io.micronaut.test.extensions.junit5.annotation.MicronautTest;

import jakarta.inject.Inject;

import org.jdbi.v3.core.Handle;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.math.BigDecimal;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/// What limits of a workspace, and a run's own budget, do to runs under way, over HTTP.
@MicronautTest(transactional = false)
@Property(name = "promptcards.allow-addresses", value = "127.0.0.1")
class RunBrakeTest implements OnTestServers {

    private static final String BUDGET = ", \"budgetUsd\": %s";

    @Inject EmbeddedServer server;
    @Inject RunEnd end;
    @Inject RunRepository runs;
    private LimitedWorkspace its;
    private RunningServer client;

    @BeforeEach
    void aWorkspaceOfItsOwn() {
        its = LimitedWorkspace.on(server);
        client = its.client();
    }

    @Test
    void a_run_stops_when_the_month_is_spent_and_goes_on_when_the_limit_is_raised()
            throws Exception {
        its.limit("{\"spendPerMonthUsd\": 0.30}");
        try (var model = new CountingModel(5)) {
            var run = client.start(client.card("{{n}}"), its.suite(40), tooCheap(model), KEY);
            var held = client.settled(run);
            assertThat(held.get("state").asText()).isEqualTo("held");
            assertThat(held.get("heldReason").asText()).contains("0.30 USD", "month");
            assertThat(event(held, "held").at("/detail/limit").asText()).contains("0.30 USD");
            whenAllAreIn(held, model);
            assertThat(model.answered()).hasSizeBetween(25, 25 + IN_FLIGHT);
            assertThat(its.spent()).isLessThanOrEqualTo(0.30 + IN_FLIGHT * CALL_USD);

            var refused = client.post(path(run, "/resume"), "{}");
            assertThat(refused.status()).as(refused.text()).isEqualTo(429);
            its.limit("{\"spendPerMonthUsd\": 10}");
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

    /// Who would hold a run waits for whoever raises its budget, and looks again.
    @Test
    void a_budget_that_is_raised_meanwhile_holds_no_run() throws Exception {
        try (var model = new CountingModel(5);
                var worker = Executors.newVirtualThreadPerTaskExecutor()) {
            var held =
                    client.settled(
                            client.start(
                                    client.card("{{n}}"),
                                    its.suite(40),
                                    tooCheap(model),
                                    KEY + BUDGET.formatted("0.30")));
            whenAllAreIn(held, model);
            var run = new QueuedRun(its.id(), new RunId(UUID.fromString(held.get("id").asText())));

            var holding =
                    its.transactions()
                            .inWorkspace(
                                    its.id(),
                                    handle -> {
                                        runs.locked(handle, its.id(), run.run());
                                        var other = worker.submit(() -> holds(run));
                                        await().until(() -> isWaitedFor(handle));
                                        handle.execute(
                                                "UPDATE test_runs SET budget_usd = 5"
                                                        + " WHERE workspace_id = ? AND id = ?",
                                                its.id().value(),
                                                run.run().value());
                                        return other;
                                    });

            assertThat(holding.get(10, TimeUnit.SECONDS)).isFalse();
        }
    }

    private boolean holds(QueuedRun run) {
        return its.transactions()
                .inWorkspace(
                        its.id(),
                        handle ->
                                end.hold(
                                        handle,
                                        its.id(),
                                        runs.find(handle, its.id(), run.run()).orElseThrow(),
                                        () -> RunBudget.read(handle, run).room(BigDecimal.ZERO)));
    }

    private static boolean isWaitedFor(Handle handle) {
        return handle.createQuery(
                        "SELECT EXISTS (SELECT FROM pg_locks w WHERE NOT w.granted"
                                + " AND pg_backend_pid() = ANY (pg_blocking_pids(w.pid)))")
                .mapTo(Boolean.class)
                .one();
    }

    @Test
    void a_run_without_a_budget_has_none_to_raise_and_a_budget_is_an_amount() {
        var run = client.start(client.card("x"), its.suite(1), ECHO, "");
        assertThat(client.post(path(run, "/resume"), "{\"budgetUsd\": 5}").status()).isEqualTo(400);
        assertThat(
                        client.startAnswer(client.card("x"), its.suite(1), ECHO, "\"budgetUsd\": 0")
                                .status())
                .isEqualTo(400);
    }

    @Test
    void errors_are_tried_again_within_the_limits() {
        var suite = client.suite("{\"assert\": [{\"type\": \"no-such-kind\"}]}", "{}");
        var run = client.settled(client.start(client.card("x"), suite, ECHO, ""));
        assertThat(run.get("errors").asInt()).isEqualTo(1);
        its.limit("{\"executionsPerDay\": 2}");
        var refused = client.post(path(run, "/retry-errors"), "{}");
        assertThat(refused.status()).as(refused.text()).isEqualTo(429);
        assertThat(client.run(run.get("id").asText()).get("errors").asInt()).isEqualTo(1);
        its.limit("{\"executionsPerDay\": 3}");
        assertThat(client.post(path(run, "/retry-errors"), "{}").status()).isEqualTo(200);
        client.settled(run);
        assertThat(client.get("/limits").json().at("/executionsPerDay/used").asInt()).isEqualTo(3);
    }

    /// Counts the raw rows again, and compares.
    private void assertRebuilt(JsonNode run) {
        record Counted(long executions, BigDecimal cost) {}
        Counted raw =
                its.transactions()
                        .inWorkspace(
                                its.id(),
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
                                                .bind("workspaceId", its.id().value())
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

    private JsonNode event(JsonNode run, String kind) {
        for (var event : client.get(path(run, "/events")).json().get("items")) {
            if (event.get("kind").asText().equals(kind)) {
                return event;
            }
        }
        throw new AssertionError("no event " + kind);
    }

    private static String path(JsonNode run, String below) {
        return "/runs/" + run.get("id").asText() + below;
    }
}
