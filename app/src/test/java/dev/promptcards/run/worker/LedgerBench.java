package dev.promptcards.run.worker;

import dev.promptcards.Api;
import dev.promptcards.database.DatabaseUrl;
import dev.promptcards.database.Migrations;
import dev.promptcards.embedded.EmbeddedServers;
import dev.promptcards.embedded.Servers;
import dev.promptcards.queue.ClaimedItem;
import dev.promptcards.queue.NumberRange;
import dev.promptcards.queue.Queue;
import dev.promptcards.queue.QueuedRun;
import dev.promptcards.queue.RunId;
import dev.promptcards.run.Execution;
import dev.promptcards.run.GradingCost;
import dev.promptcards.run.Outcome;
import dev.promptcards.tenancy.WorkspaceId;
import dev.promptcards.tenancy.WorkspaceTransactions;

import io.micronaut.context.ApplicationContext;
import io.micronaut.runtime.server.EmbeddedServer;

import org.postgresql.PGConnection;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;

/// What storing results costs: the ledger's transactions as the engine makes them (off the queue,
/// under row-level security, with counters and roll-ups, each committed with fsync) against COPY of
/// the very same rows by the owner into a table of the same indexes and checks. Both tables begin
/// empty and grow alike, in turn. Checks the database afterwards.
///
/// Arguments: executions a round, executions a transaction, rounds.
public final class LedgerBench {

    private static final Duration LEASE = Duration.ofHours(1);
    private static final String VERDICTS =
            """
            [{"type":"contains","pass":true,"score":1,"reason":"the output contains \\"invoice\\""},
             {"type":"is-json","pass":true,"score":1,"reason":"the output is JSON and fits the schema"},
             {"type":"javascript","pass":true,"score":1,"reason":"the expression is true"}]
            """;

    private final ApplicationContext context;
    private final Api api;
    private final DatabaseUrl owner;
    private final int executions;
    private final int batch;

    private LedgerBench(
            ApplicationContext context, Api api, DatabaseUrl owner, int executions, int batch) {
        this.context = context;
        this.api = api;
        this.owner = owner;
        this.executions = executions;
        this.batch = batch;
    }

    static void main(String[] arguments) throws Exception {
        int executions = Integer.parseInt(arguments[0]);
        int batch = Integer.parseInt(arguments[1]);
        int rounds = Integer.parseInt(arguments[2]);
        Path data = Files.createTempDirectory("promptcards-bench");
        try (Servers servers = EmbeddedServers.start(data)) {
            var owner = DatabaseUrl.parse("owner", servers.databaseOwnerUrl());
            Migrations.migrate(owner, DatabaseUrl.parse("application", servers.databaseUrl()));
            try (var context = ApplicationContext.run(properties(servers, data))) {
                var server = context.getBean(EmbeddedServer.class).start();
                new LedgerBench(context, new Api(server.getURI()), owner, executions, batch)
                        .measure(rounds);
            }
        }
    }

    private void measure(int rounds) throws Exception {
        prepare();
        var ledger = new double[rounds];
        var copy = new double[rounds];
        var share = new double[rounds];
        // The round before the first warms up.
        for (int round = -1; round < rounds; round++) {
            var plan = started();
            var items = claimed(plan);
            int at = Math.max(0, round);
            ledger[at] = executions / seconds(() -> store(plan, items));
            copy[at] = executions / copied(plan.key().run());
            share[at] = 100 * ledger[at] / copy[at];
        }
        System.out.printf("%,d executions a round, %,d a transaction%n", executions, batch);
        System.out.println("through the ledger, executions/s   " + figures(ledger));
        System.out.println("COPY into the same indexes, rows/s " + figures(copy));
        System.out.println("the ledger's share of COPY, %      " + figures(share));
        check((long) executions * (rounds + 1));
    }

    private void store(RunPlan plan, List<ClaimedItem> items) {
        var transaction = context.getBean(LedgerTransaction.class);
        for (int from = 0; from < items.size(); from += batch) {
            var entries =
                    items.subList(from, Math.min(items.size(), from + batch)).stream()
                            .map(
                                    item ->
                                            (Entry)
                                                    new Entry.Settles(
                                                            plan,
                                                            execution(item),
                                                            new CompletableFuture<>()))
                            .toList();
            var result = transaction.commit(plan.key().workspace(), entries);
            if (!(result instanceof LedgerTransaction.Result.Committed(var ours))
                    || ours.contains(false)) {
                throw new IllegalStateException("not stored: " + result);
            }
        }
    }

    private static Execution execution(ClaimedItem item) {
        int n = item.number();
        return new Execution(
                n,
                item.fence(),
                item.column(),
                item.casePosition(),
                "case-" + item.casePosition(),
                item.repeat(),
                "Classify the ticket of customer %d as JSON with label and confidence: the invoice"
                        .formatted(n),
                "{\"label\": \"invoice\", \"confidence\": 0.%02d, \"customer\": %d}"
                        .formatted(n % 100, n),
                true,
                null,
                n % 7 == 0 ? Outcome.FAILED : Outcome.PASSED,
                n % 7 == 0 ? 0.5 : 1,
                n % 7 == 0 ? "the output does not contain \"invoice\"" : null,
                "{}",
                VERDICTS,
                300L + n % 900,
                120 + n % 50,
                30 + n % 20,
                BigDecimal.valueOf(n % 1000, 7),
                false,
                "stop",
                null,
                1,
                null,
                null,
                GradingCost.NONE);
    }

    /// Seconds.
    private double copied(RunId run) throws SQLException, IOException {
        try (var connection = owner.connect();
                var statement = connection.createStatement()) {
            bind(connection);
            var columns = columns(connection);
            var rows = new ByteArrayOutputStream();
            var copy = connection.unwrap(PGConnection.class).getCopyAPI();
            copy.copyOut(
                    "COPY (SELECT %s FROM test_executions WHERE run_id = '%s') TO STDOUT"
                            .formatted(columns, run),
                    rows);
            statement.execute(
                    """
                    CREATE TABLE IF NOT EXISTS copied (LIKE test_executions
                        INCLUDING DEFAULTS INCLUDING CONSTRAINTS INCLUDING INDEXES INCLUDING GENERATED)
                    """);
            var in = new ByteArrayInputStream(rows.toByteArray());
            long begun = System.nanoTime();
            long stored = copy.copyIn("COPY copied (%s) FROM STDIN".formatted(columns), in);
            if (stored != executions) {
                throw new IllegalStateException("copied " + stored);
            }
            return (System.nanoTime() - begun) / 1e9;
        }
    }

    private static String columns(Connection connection) throws SQLException {
        try (var statement = connection.createStatement();
                var rows =
                        statement.executeQuery(
                                """
                                SELECT string_agg(attname, ', ' ORDER BY attnum) FROM pg_attribute
                                 WHERE attrelid = 'test_executions'::regclass AND attnum > 0
                                   AND NOT attisdropped AND attgenerated = ''
                                """)) {
            rows.next();
            return rows.getString(1);
        }
    }

    private void bind(Connection connection) throws SQLException {
        try (var statement = connection.createStatement()) {
            statement.execute(
                    "SELECT set_config('app.current_workspace_id', '%s', false)"
                            .formatted(workspace().value()));
        }
    }

    private void prepare() {
        var cases = new StringBuilder("{\"suite\": {}}\n");
        for (int i = 0; i < executions; i++) {
            cases.append("{\"vars\": {\"text\": \"%d\"}}%n".formatted(i));
        }
        must(
                api.stream(
                        "POST",
                        path("suites/bench/revisions"),
                        new ByteArrayInputStream(cases.toString().getBytes(StandardCharsets.UTF_8)),
                        "application/x-ndjson"));
        must(api.send("PUT", path("cards/bench"), "{\"template\": \"Say {{text}}\"}"));
    }

    private RunPlan started() {
        var run =
                must(
                        api.send(
                                "POST",
                                path("runs"),
                                """
                                {"prompts": [{"card": "bench"}], "providers": [{"id": "echo"}],
                                 "suite": {"slug": "bench"}, "cache": false}
                                """));
        var key =
                new QueuedRun(
                        workspace(), new RunId(UUID.fromString(run.json().path("id").asText())));
        return switch (context.getBean(RunPlans.class).read(key)) {
            case RunPlans.Reading.Ready(var plan) -> plan;
            case RunPlans.Reading.Hopeless(_, var reason) ->
                    throw new IllegalStateException(reason);
        };
    }

    private WorkspaceId workspace() {
        return context.getBean(WorkspaceTransactions.class)
                .outsideWorkspaces(
                        handle ->
                                new WorkspaceId(
                                        handle.createQuery("SELECT workspace_id_by_slug('default')")
                                                .mapTo(UUID.class)
                                                .one()));
    }

    private List<ClaimedItem> claimed(RunPlan plan) {
        var items = new ArrayList<ClaimedItem>();
        while (items.size() < executions) {
            var range = new NumberRange(items.size(), items.size() + batch - 1);
            items.addAll(
                    context.getBean(WorkspaceTransactions.class)
                            .inWorkspace(
                                    plan.key().workspace(),
                                    handle ->
                                            Queue.claim(handle, plan.key(), range, batch, LEASE)));
        }
        return items;
    }

    private void check(long stored) throws SQLException {
        try (var connection = owner.connect()) {
            bind(connection);
            for (var count :
                    List.of(
                            "SELECT count(*) FROM test_executions",
                            "SELECT count(*) FROM copied",
                            "SELECT sum(executions) FROM execution_rollups WHERE grain ="
                                    + " 'workspace'",
                            "SELECT sum(passed + failed) FROM run_progress")) {
                try (var statement = connection.createStatement();
                        var rows = statement.executeQuery(count)) {
                    rows.next();
                    if (rows.getLong(1) != stored) {
                        throw new IllegalStateException(
                                "%s: %d, not %d".formatted(count, rows.getLong(1), stored));
                    }
                }
            }
            System.out.printf(
                    "checked: %,d executions, as many copied, rolled up and counted%n", stored);
        }
    }

    private static double seconds(Runnable work) {
        long begun = System.nanoTime();
        work.run();
        return (System.nanoTime() - begun) / 1e9;
    }

    private static String figures(double[] values) {
        var sorted = values.clone();
        Arrays.sort(sorted);
        return String.format(
                Locale.ROOT,
                "%,10.0f (%,.0f to %,.0f)",
                sorted[sorted.length / 2],
                sorted[0],
                sorted[sorted.length - 1]);
    }

    private static String path(String below) {
        return "/api/v1/workspaces/default/" + below;
    }

    private static Api.Answer must(Api.Answer answer) {
        if (answer.status() >= 300) {
            throw new IllegalStateException(answer.status() + " " + answer.text());
        }
        return answer;
    }

    private static Map<String, Object> properties(Servers servers, Path data) {
        return Map.of(
                "database.url",
                servers.databaseUrl(),
                "promptcards.data",
                data.toString(),
                "promptcards.role",
                "api",
                "promptcards.token",
                Api.LOCAL_TOKEN,
                "micronaut.server.port",
                "-1");
    }
}
