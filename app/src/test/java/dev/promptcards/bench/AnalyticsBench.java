package dev.promptcards.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;

import dev.promptcards.Api;
import dev.promptcards.database.DatabaseUrl;
import dev.promptcards.database.Migrations;
import dev.promptcards.embedded.EmbeddedServers;
import dev.promptcards.embedded.Servers;
import dev.promptcards.generation.Generation;
import dev.promptcards.generation.Size;

import io.micronaut.context.ApplicationContext;
import io.micronaut.runtime.server.EmbeddedServer;

import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;

/// Reports and searches of the largest tenant of a generated database: over HTTP, never the same
/// question twice, the reports while results are being stored in that tenant; the daily report in
/// the database, from roll-ups against raw rows; and results stored by the whole engine against
/// COPY into the same indexes. Checks the database afterwards.
///
/// Arguments: executions, cards, workspaces, rounds.
public final class AnalyticsBench {

    private static final int TRIES = 40;
    private static final int DAYS = 90;
    private static final int RUN_CASES = 2_000;

    /// What is asked over HTTP, of a server without Redis, so that no answer is kept. `$window` is
    /// the last thirty days, `$n` a number that grows; what is in braces is encoded.
    ///
    /// @param limitMillis what its 95th percentile is to stay under
    private record Question(String name, String path, double limitMillis) {}

    private static final List<Question> REPORTS =
            List.of(
                    new Question("daily", "/analytics/daily?window=$window", 50),
                    new Question("versions", "/analytics/versions?window=$window&card=$card", 50),
                    new Question("models", "/analytics/models?window=$window", 50),
                    new Question("spend", "/analytics/spend?window=$window", 50),
                    new Question("flakiness", "/analytics/flakiness?window=$window", 1000),
                    new Question("regressions", "/analytics/regressions?window=$window", 1000),
                    new Question("failures", "/analytics/failures?window=$window", 1000));

    private static final List<Question> SEARCHES =
            List.of(
                    new Question("full text", "/cards?limit=20&q={contract board $n}", 20),
                    new Question("full text, common", "/cards?limit=20&q={letter}", 20),
                    new Question(
                            "containment, selective",
                            "/cards?limit=20&metadata={{\"category\":\"legal\",\"priority\":3}}",
                            20),
                    new Question(
                            "containment, most have it",
                            "/cards?limit=20&variables={[{\"type\":\"string\"}]}",
                            20),
                    new Question("partial title", "/cards?limit=20&{title~}={tour req}", 20));

    private final Api api;
    private final DatabaseUrl owner;
    private final DatabaseUrl application;
    private final String slug;
    private final int rounds;
    private final AtomicLong asked = new AtomicLong();
    private final AtomicLong stored = new AtomicLong();

    private AnalyticsBench(
            Api api, DatabaseUrl owner, DatabaseUrl application, String slug, int rounds) {
        this.api = api;
        this.owner = owner;
        this.application = application;
        this.slug = slug;
        this.rounds = rounds;
    }

    static void main(String[] arguments) throws Exception {
        long executions = Long.parseLong(arguments[0]);
        int cards = Integer.parseInt(arguments[1]);
        int workspaces = Integer.parseInt(arguments[2]);
        int rounds = Integer.parseInt(arguments[3]);
        Path data = Files.createTempDirectory("promptcards-bench");
        try (Servers servers = EmbeddedServers.start(data)) {
            var owner = DatabaseUrl.parse("owner", servers.databaseOwnerUrl());
            var application = DatabaseUrl.parse("application", servers.databaseUrl());
            Migrations.migrate(owner, application);
            var slug = fill(owner, new Size(workspaces, cards, executions, DAYS, 1, today()));
            try (ApplicationContext context = ApplicationContext.run(properties(servers, data))) {
                var server = context.getBean(EmbeddedServer.class).start();
                var bench =
                        new AnalyticsBench(
                                new Api(server.getURI()), owner, application, slug, rounds);
                bench.measure();
                bench.check();
            }
        }
    }

    private static LocalDate today() {
        return LocalDate.now(ZoneOffset.UTC);
    }

    private static String fill(DatabaseUrl owner, Size size) throws SQLException {
        long begun = System.nanoTime();
        try (var connection = owner.connect()) {
            var slugs =
                    new Generation(connection, size)
                            .run(
                                    false,
                                    line ->
                                            System.out.printf(
                                                    Locale.ROOT,
                                                    "%6.1f s  %s%n",
                                                    (System.nanoTime() - begun) / 1e9,
                                                    line));
            double seconds = (System.nanoTime() - begun) / 1e9;
            System.out.printf(
                    Locale.ROOT,
                    "filled: %,d executions, %,d cards, %,d workspaces in %.0f s (%,.0f"
                            + " executions/s)%n",
                    size.executions(),
                    size.cards(),
                    size.workspaces(),
                    seconds,
                    size.executions() / seconds);
            return slugs.getFirst();
        }
    }

    private void measure() throws Exception {
        var card = path("/cards?limit=1");
        var first = api.get(card).json().path("items").path(0).path("slug").asText();
        engineAgainstCopy();
        daily();
        SEARCHES.forEach(question -> ask(question, first));
        stored.set(0);
        var stop = new AtomicBoolean();
        var writer = Thread.ofVirtual().start(() -> storeUntil(stop));
        REPORTS.forEach(question -> ask(question, first));
        stop.set(true);
        writer.join();
        System.out.printf(Locale.ROOT, "stored meanwhile: %,d executions%n", stored.get());
    }

    private void ask(Question question, String card) {
        var probe = api.get(filled(question, card));
        if (probe.status() != 200) {
            System.out.printf("%-28s answers %d%n", question.name(), probe.status());
            return;
        }
        var nanos = new double[rounds][TRIES];
        // The round before the first warms up.
        for (int round = -1; round < rounds; round++) {
            for (int i = 0; i < TRIES; i++) {
                var address = filled(question, card);
                long begun = System.nanoTime();
                int status = api.get(address).status();
                if (round >= 0) {
                    nanos[round][i] = System.nanoTime() - begun;
                }
                if (status != 200) {
                    throw new IllegalStateException(question.name() + " answers " + status);
                }
            }
        }
        var p50 = Figures.of(nanos, 0.50);
        var p95 = Figures.of(nanos, 0.95);
        System.out.printf(
                Locale.ROOT,
                "%-28s p50 %s ms, p95 %s ms; limit %.0f ms: %s%n",
                question.name(),
                p50,
                p95,
                question.limitMillis(),
                p95.median() <= question.limitMillis() ? "kept" : "MISSED");
    }

    private String filled(Question question, String card) {
        long n = asked.incrementAndGet();
        var to = today().plusDays(1);
        var text =
                question.path()
                        .replace("$window", to.minusDays(30) + ".." + to)
                        .replace("$card", card)
                        .replace("$n", Long.toString(n % 100));
        var encoded = new StringBuilder();
        int depth = 0;
        int from = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '{' && depth++ == 0) {
                from = i + 1;
            } else if (c == '}' && --depth == 0) {
                encoded.append(URLEncoder.encode(text.substring(from, i), StandardCharsets.UTF_8));
            } else if (depth == 0) {
                encoded.append(c);
            }
        }
        return path(encoded.toString());
    }

    private String path(String below) {
        return "/api/v1/workspaces/" + slug + below;
    }

    /// Median, least and most over the rounds, in milliseconds.
    private record Figures(double median, double least, double most) {

        static Figures of(double[][] nanos, double share) {
            var sorted = new double[nanos.length];
            for (int round = 0; round < nanos.length; round++) {
                var one = nanos[round].clone();
                java.util.Arrays.sort(one);
                sorted[round] = one[(int) ((one.length - 1) * share)] / 1e6;
            }
            java.util.Arrays.sort(sorted);
            return new Figures(sorted[sorted.length / 2], sorted[0], sorted[sorted.length - 1]);
        }

        @Override
        public String toString() {
            return String.format(Locale.ROOT, "%.1f (%.1f to %.1f)", median, least, most);
        }
    }

    /// The daily report as the application, from what it reads and from raw rows, in turn.
    private void daily() throws SQLException, IOException {
        var rollups = resource("daily.sql");
        var raw =
                """
                SELECT day, executions, average, p95, lag(executions) OVER (ORDER BY day)
                  FROM (SELECT (created_at AT TIME ZONE 'UTC')::date AS day, count(*) AS executions,
                               avg(execution_time_ms) AS average,
                               percentile_cont(0.95) WITHIN GROUP (ORDER BY execution_time_ms) AS p95,
                               avg(passed::int) AS pass_rate, sum(cost_usd) AS cost
                          FROM test_executions
                         WHERE workspace_id = :'workspace_id'::uuid
                           AND created_at >= :'from'::timestamptz AND created_at < :'to'::timestamptz
                         GROUP BY 1) days
                """;
        var fast = new double[rounds][TRIES];
        var slow = new double[rounds][1];
        try (var connection = application.connect()) {
            connection.setAutoCommit(false);
            var workspace = bind(connection);
            for (int round = -1; round < rounds; round++) {
                for (int i = 0; i < TRIES && rollups != null; i++) {
                    fast[Math.max(0, round)][i] = timed(connection, rollups, workspace);
                }
                slow[Math.max(0, round)][0] = timed(connection, raw, workspace);
            }
        }
        var rawFigures = Figures.of(slow, 0.5);
        System.out.printf("daily in the database, raw rows   %s ms%n", rawFigures);
        if (rollups != null) {
            var figures = Figures.of(fast, 0.5);
            System.out.printf(
                    Locale.ROOT,
                    "daily in the database, as served  %s ms; raw rows take %.0f times as long%n",
                    figures,
                    rawFigures.median() / figures.median());
        }
    }

    private double timed(Connection connection, String sql, UUID workspace) throws SQLException {
        var values =
                Map.of(
                        "workspace_id",
                        workspace.toString(),
                        "from",
                        today().minusDays(29).toString() + "T00:00:00Z",
                        "to",
                        today().plusDays(1).toString() + "T00:00:00Z");
        var names = new ArrayList<String>();
        var text =
                java.util.regex.Pattern.compile(":'(\\w+)'")
                        .matcher(sql)
                        .replaceAll(
                                found -> {
                                    names.add(found.group(1));
                                    return "?";
                                });
        try (var statement = connection.prepareStatement(text)) {
            for (int i = 0; i < names.size(); i++) {
                statement.setString(i + 1, values.getOrDefault(names.get(i), ""));
            }
            long begun = System.nanoTime();
            try (var rows = statement.executeQuery()) {
                while (rows.next()) {
                    // All of it is read.
                }
            }
            return System.nanoTime() - begun;
        }
    }

    private static @org.jspecify.annotations.Nullable String resource(String name)
            throws IOException {
        try (var in =
                AnalyticsBench.class.getResourceAsStream("/dev/promptcards/analytics/" + name)) {
            return in == null ? null : new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private UUID bind(Connection connection) throws SQLException {
        try (var statement =
                connection.prepareStatement(
                        "SELECT id, bind_workspace(id) FROM workspace_id_by_slug(?) AS id")) {
            statement.setString(1, slug);
            try (var rows = statement.executeQuery()) {
                rows.next();
                return rows.getObject(1, UUID.class);
            }
        }
    }

    /// Whole runs of the echo provider, from the request to the last stored result, in turn with
    /// COPY of as many executions into a table of the same indexes and checks.
    private void engineAgainstCopy() throws Exception {
        prepareRuns();
        var engine = new double[rounds][1];
        var copy = new double[rounds][1];
        for (int round = -1; round < rounds; round++) {
            long begun = System.nanoTime();
            run();
            engine[Math.max(0, round)][0] = (System.nanoTime() - begun) / (double) RUN_CASES;
            copy[Math.max(0, round)][0] = copied();
        }
        var whole = Figures.of(engine, 0.5);
        var bare = Figures.of(copy, 0.5);
        System.out.printf(
                Locale.ROOT,
                "stored by the whole engine, µs an execution %s; COPY into the same indexes %s:"
                        + " %.0f %% of COPY%n",
                inMicros(whole),
                inMicros(bare),
                100 * bare.median() / whole.median());
    }

    private static String inMicros(Figures figures) {
        return String.format(
                Locale.ROOT,
                "%.0f (%.0f to %.0f)",
                figures.median() * 1e3,
                figures.least() * 1e3,
                figures.most() * 1e3);
    }

    /// Nanoseconds an execution.
    private double copied() throws SQLException, IOException {
        try (var connection = owner.connect();
                var statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            statement.execute("ALTER TABLE test_executions NO FORCE ROW LEVEL SECURITY");
            statement.execute(
                    "CREATE TABLE copied (LIKE test_executions INCLUDING DEFAULTS INCLUDING"
                            + " CONSTRAINTS INCLUDING INDEXES INCLUDING GENERATED)");
            var columns =
                    "workspace_id, created_at, id, run_id, item_number, column_number,"
                            + " case_position, case_key, repeat_number, prompt_card_id, version,"
                            + " llm_provider, model, rendered_prompt, output, outcome, score,"
                            + " reason, execution_time_ms, prompt_tokens, completion_tokens,"
                            + " cost_usd, cached, error, sends, finished_at";
            var copy = connection.unwrap(org.postgresql.PGConnection.class).getCopyAPI();
            var bytes = new java.io.ByteArrayOutputStream();
            copy.copyOut(
                    "COPY (SELECT %s FROM test_executions LIMIT %d) TO STDOUT"
                            .formatted(columns, RUN_CASES * 10),
                    bytes);
            long begun = System.nanoTime();
            long rows =
                    copy.copyIn(
                            "COPY copied (%s) FROM STDIN".formatted(columns),
                            new java.io.ByteArrayInputStream(bytes.toByteArray()));
            double each = (System.nanoTime() - begun) / (double) rows;
            connection.rollback();
            return each;
        }
    }

    private void prepareRuns() {
        var cases = new StringBuilder("{\"suite\": {}}\n");
        for (int i = 0; i < RUN_CASES; i++) {
            cases.append(
                    "{\"vars\": {\"text\": \"%d\"}, \"assert\": [{\"type\": \"contains\", \"value\": \"%d\"}]}%n"
                            .formatted(i, i));
        }
        must(
                api.stream(
                        "POST",
                        path("/suites/bench/revisions"),
                        new java.io.ByteArrayInputStream(
                                cases.toString().getBytes(StandardCharsets.UTF_8)),
                        "application/x-ndjson"));
        must(api.send("PUT", path("/cards/bench"), "{\"template\": \"Say {{text}}\"}"));
    }

    /// One run, to its end.
    private void run() throws InterruptedException {
        var body =
                """
                {"prompts": [{"card": "bench"}], "providers": [{"id": "echo"}], "suite": {"slug": "bench"},
                 "concurrency": 128, "cache": false}
                """;
        JsonNode run = must(api.send("POST", path("/runs"), body)).json();
        while (!run.path("state").asText().equals("completed")) {
            Thread.sleep(10);
            run = must(api.get(path("/runs?limit=1"))).json().path("items").path(0);
        }
        stored.addAndGet(RUN_CASES);
    }

    private void storeUntil(AtomicBoolean stop) {
        try {
            while (!stop.get()) {
                run();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static Api.Answer must(Api.Answer answer) {
        if (answer.status() >= 300) {
            throw new IllegalStateException(answer.status() + " " + answer.text());
        }
        return answer;
    }

    /// Counters are what executions add up to, and so are roll-ups, where there are any.
    private void check() throws SQLException {
        try (var connection = application.connect()) {
            connection.setAutoCommit(false);
            bind(connection);
            var faults = JsonNodeFactory.instance.objectNode();
            faults.put(
                    "runs whose counters are wrong",
                    number(
                            connection,
                            """
                            SELECT count(*) FROM run_progress p
                              JOIN test_runs r ON r.workspace_id = p.workspace_id AND r.id = p.run_id
                             WHERE p.passed + p.failed + p.errors <> r.total_items
                            """));
            faults.put(
                    "executions more or less than items",
                    number(
                            connection,
                            """
                            SELECT (SELECT count(*) FROM test_executions) - (SELECT sum(total_items) FROM test_runs)
                            """));
            if (number(
                            connection,
                            "SELECT count(*) FROM pg_class WHERE relname = 'execution_rollups'")
                    > 0) {
                faults.put(
                        "executions more or less than rolled up",
                        number(
                                connection,
                                """
                                SELECT (SELECT count(*) FROM test_executions)
                                       - (SELECT coalesce(sum(executions), 0) FROM execution_rollups WHERE grain = 'workspace')
                                """));
            }
            System.out.println("checked: " + faults);
            faults.forEach(
                    fault -> {
                        if (fault.asLong() != 0) {
                            throw new IllegalStateException("the database contradicts itself");
                        }
                    });
        }
    }

    private static long number(Connection connection, String sql) throws SQLException {
        try (var statement = connection.createStatement();
                var rows = statement.executeQuery(sql)) {
            rows.next();
            return rows.getLong(1);
        }
    }

    private static Map<String, Object> properties(Servers servers, Path data) {
        return Map.of(
                "database.url",
                servers.databaseUrl(),
                "promptcards.data",
                data.toString(),
                "promptcards.embedded",
                "true",
                "promptcards.token",
                Api.LOCAL_TOKEN,
                "micronaut.server.port",
                "-1");
    }
}
