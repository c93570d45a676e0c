package dev.promptcards.bench;

import com.fasterxml.jackson.databind.JsonNode;

import dev.promptcards.Api;
import dev.promptcards.database.DatabaseUrl;
import dev.promptcards.database.Migrations;
import dev.promptcards.embedded.EmbeddedServers;
import dev.promptcards.embedded.Servers;
import dev.promptcards.generation.Generation;
import dev.promptcards.generation.Size;

import io.micronaut.context.ApplicationContext;
import io.micronaut.runtime.server.EmbeddedServer;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;

/// Reports and searches of the largest tenant of a generated database: over HTTP, never the same
/// question twice, the reports while results are being stored in that tenant; the daily report in
/// the database, from roll-ups against raw rows. Checks the database afterwards.
///
/// Arguments: executions, cards, workspaces, rounds, and the directory of a database to keep:
/// filled the first time, measured as it is from then on.
public final class AnalyticsBench {

    private static final int TRIES = 40;
    private static final int DAYS = 90;

    /// What is stored meanwhile, a run at a time: 200 executions a second. More would make the
    /// window another one than the one that is measured.
    private static final int RUN_CASES = 2_000;

    private static final Duration BETWEEN_RUNS = Duration.ofSeconds(10);

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
    private final DatabaseUrl application;
    private final String slug;
    private final int rounds;
    private final AtomicLong asked = new AtomicLong();
    private final AtomicLong stored = new AtomicLong();

    private AnalyticsBench(Api api, DatabaseUrl application, String slug, int rounds) {
        this.api = api;
        this.application = application;
        this.slug = slug;
        this.rounds = rounds;
    }

    static void main(String[] arguments) throws Exception {
        long executions = Long.parseLong(arguments[0]);
        int cards = Integer.parseInt(arguments[1]);
        int workspaces = Integer.parseInt(arguments[2]);
        int rounds = Integer.parseInt(arguments[3]);
        Path data =
                arguments.length > 4
                        ? Files.createDirectories(Path.of(arguments[4]))
                        : Files.createTempDirectory("promptcards-bench");
        try (Servers servers = EmbeddedServers.start(data)) {
            var owner = DatabaseUrl.parse("owner", servers.databaseOwnerUrl());
            var application = DatabaseUrl.parse("application", servers.databaseUrl());
            Migrations.migrate(owner, application);
            var mark = data.resolve("largest-workspace");
            if (Files.notExists(mark)) {
                var size = new Size(workspaces, cards, executions, DAYS, 1, today());
                Files.writeString(mark, fill(owner, size));
            }
            var slug = Files.readString(mark);
            try (ApplicationContext context = ApplicationContext.run(properties(servers, data))) {
                var server = context.getBean(EmbeddedServer.class).start();
                var bench = new AnalyticsBench(new Api(server.getURI()), application, slug, rounds);
                bench.measure();
                StoredRight.check(application, slug);
            }
        }
    }

    static LocalDate today() {
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
        prepareRuns();
        new DailyInTheDatabase(application, slug, rounds, TRIES).measure();
        SEARCHES.forEach(question -> ask(question, first));
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
                long begun = System.nanoTime();
                run();
                var rest = BETWEEN_RUNS.minusNanos(System.nanoTime() - begun);
                Thread.sleep(rest.isNegative() ? Duration.ZERO : rest);
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
