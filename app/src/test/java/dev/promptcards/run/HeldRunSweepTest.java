package dev.promptcards.run;

import static dev.promptcards.run.LimitedWorkspace.KEY;
import static dev.promptcards.run.LimitedWorkspace.tooCheap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;

import dev.promptcards.OnTestServers;
import dev.promptcards.queue.RunId;
import dev.promptcards.quota.Limits;
import dev.promptcards.tenancy.WorkspaceId;

import io.micronaut.context.annotation.Property;
import io.micronaut.runtime.server.EmbeddedServer;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.TaskScheduler;
import io.micronaut.test.extensions.junit5.annotation.MicronautTest;

import jakarta.inject.Inject;
import jakarta.inject.Named;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.util.ArrayList;

/// Runs that a limit holds, and what becomes of them when a month turns.
@MicronautTest(transactional = false)
@Property(name = "promptcards.allow-addresses", value = "127.0.0.1")
class HeldRunSweepTest implements OnTestServers {

    @Inject EmbeddedServer server;
    @Inject HeldRunSweep sweep;
    @Inject RunRepository runs;
    @Inject RunEnd end;
    @Inject Limits limits;
    @Inject WorkSignal signal;

    @Inject
    @Named(TaskExecutors.SCHEDULED)
    TaskScheduler scheduler;

    private LimitedWorkspace its;

    @BeforeEach
    void aWorkspaceOfItsOwn() {
        its = LimitedWorkspace.on(server);
    }

    @Test
    void a_run_the_month_holds_goes_on_when_the_month_turns_and_not_before() throws Exception {
        its.limit("{\"spendPerMonthUsd\": 0.30}");
        try (var model = new CountingModel(5)) {
            var held = held(model, KEY);
            assertThat(held.get("heldUntil").asText()).endsWith("-01T00:00:00Z");
            sweep.sweep();
            assertThat(state(held)).isEqualTo("held");

            its.transactions()
                    .inWorkspace(
                            its.id(),
                            handle ->
                                    handle.execute(
                                            "UPDATE workspace_use SET day = day - 40 WHERE"
                                                    + " workspace_id = ?",
                                            its.id().value()));
            itsTimeIsOver();
            sweep.sweep();

            var ended = its.client().settled(held);
            assertThat(ended.get("state").asText()).isEqualTo("completed");
            assertThat(ended.get("heldUntil").isNull()).isTrue();
            assertThat(ended.get("passed").asInt()).isEqualTo(40);
            assertThat(model.answered()).hasSize(40).allSatisfy((_, n) -> assertThat(n).isOne());
        }
    }

    @Test
    void where_there_is_no_room_yet_it_stays_held() throws Exception {
        its.limit("{\"spendPerMonthUsd\": 0.30}");
        try (var model = new CountingModel(5)) {
            var held = held(model, KEY);
            itsTimeIsOver();

            sweep.sweep();

            assertThat(state(held)).isEqualTo("held");
        }
    }

    @Test
    void a_run_that_its_own_budget_holds_waits_for_somebody() throws Exception {
        try (var model = new CountingModel(5)) {
            var held = held(model, KEY + ", \"budgetUsd\": 0.30");
            assertThat(held.get("heldUntil").isNull()).isTrue();

            sweep.sweep();

            assertThat(state(held)).isEqualTo("held");
        }
    }

    @Test
    void a_run_that_cannot_go_on_keeps_no_other_from_it() throws Exception {
        var runIds = new ArrayList<String>();
        for (int workspace = 0; workspace < 2; workspace++) {
            aWorkspaceOfItsOwn();
            its.limit("{\"spendPerMonthUsd\": 0.30}");
            try (var model = new CountingModel(5)) {
                runIds.add(held(model, KEY).get("id").asText());
            }
            itsTimeIsOver();
        }
        var tried = new ArrayList<String>();

        new HeldRunSweep(
                        its.transactions(),
                        new HeldRuns(its.transactions(), runs, end, limits, signal) {
                            @Override
                            int goOn(WorkspaceId workspace, RunId run) {
                                tried.add(run.toString());
                                throw new IllegalStateException("cannot be read");
                            }
                        },
                        scheduler,
                        "all")
                .sweep();

        assertThat(tried).containsAll(runIds);
    }

    private JsonNode held(CountingModel model, String more) {
        var client = its.client();
        var run = client.start(client.card("{{n}}"), its.suite(40), tooCheap(model), more);
        assertThat(client.settled(run).get("state").asText()).isEqualTo("held");
        // What was in flight still comes in.
        await().until(() -> now(run).get("passed").asInt() == model.answered().size());
        return now(run);
    }

    private void itsTimeIsOver() {
        its.transactions()
                .inWorkspace(
                        its.id(),
                        handle ->
                                handle.execute(
                                        "UPDATE test_runs SET held_until = now() - interval '1 s'"
                                                + " WHERE workspace_id = ?",
                                        its.id().value()));
    }

    private String state(JsonNode run) {
        return now(run).get("state").asText();
    }

    private JsonNode now(JsonNode run) {
        return its.client().run(run.get("id").asText());
    }
}
