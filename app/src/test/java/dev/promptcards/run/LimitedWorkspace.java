package dev.promptcards.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.promptcards.Api;
import dev.promptcards.TestServers;
import dev.promptcards.tenancy.WorkspaceId;
import dev.promptcards.tenancy.WorkspaceTransactions;
import dev.promptcards.tenancy.Workspaces;

import io.micronaut.context.ApplicationContext;
import io.micronaut.runtime.server.EmbeddedServer;

import java.math.BigDecimal;
import java.util.stream.IntStream;

/// A new workspace whose limits a test sets, and the models it pays.
record LimitedWorkspace(
        Api api,
        String root,
        RunningServer client,
        WorkspaceId id,
        WorkspaceTransactions transactions) {

    static final String ECHO = "{\"id\": \"echo\"}";
    static final String KEY = "\"cache\": false, \"secrets\": {\"OPENAI_API_KEY\": \"k\"}";

    /// Of a call to [CountingModel] at [#priced]: 12 tokens.
    static final double CALL_USD = 0.012;

    /// Intents that may stand at concurrency 4, see [dev.promptcards.run.worker.RunGate].
    static final int IN_FLIGHT = 9;

    static LimitedWorkspace on(EmbeddedServer server) {
        var api = new Api(server.getURI());
        var slug = TestServers.unique("limits");
        var root = "/api/v1/workspaces/" + slug;
        assertThat(api.send("PUT", root, "{\"name\": \"Limits\"}").status()).isEqualTo(201);
        ApplicationContext beans = server.getApplicationContext();
        return new LimitedWorkspace(
                api,
                root,
                new RunningServer(api, slug),
                beans.getBean(Workspaces.class).idOf(slug).orElseThrow(),
                beans.getBean(WorkspaceTransactions.class));
    }

    void limit(String patch) {
        var answer = api.send("PATCH", root + "/limits", patch);
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
    }

    /// @param day an SQL expression
    void use(String day, long executions, String costUsd) {
        transactions.inWorkspace(
                id,
                handle ->
                        handle.createUpdate(
                                        "INSERT INTO workspace_use (workspace_id, day, executions,"
                                                + " cost_usd) VALUES (:workspaceId, "
                                                + day
                                                + ", :executions, :cost)")
                                .bind("workspaceId", id.value())
                                .bind("executions", executions)
                                .bind("cost", new BigDecimal(costUsd))
                                .execute());
    }

    double spent() {
        return client.get("/limits").json().at("/spendPerMonthUsd/used").asDouble();
    }

    String suite(int cases) {
        return client.suite(cases(cases));
    }

    static String[] cases(int count) {
        return IntStream.range(0, count)
                .mapToObj("{\"vars\": {\"n\": \"case %d\"}}"::formatted)
                .toArray(String[]::new);
    }

    /// Answers cost more than is expected of them.
    static String tooCheap(CountingModel model) {
        return priced(model, ", \"max_tokens\": 1");
    }

    static String priced(CountingModel model, String more) {
        return provider(model, "m", ", \"cost\": 0.001" + more);
    }

    static String provider(CountingModel model, String name, String more) {
        return "{\"id\": \"openai:chat:%s\", \"config\": {\"apiBaseUrl\": \"%s\"%s}}"
                .formatted(name, model.url(), more);
    }
}
