package dev.promptcards.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

import dev.promptcards.Api;
import dev.promptcards.database.DatabaseUrl;
import dev.promptcards.database.Migrations;
import dev.promptcards.embedded.EmbeddedServers;
import dev.promptcards.embedded.Servers;

import io.micronaut.context.ApplicationContext;
import io.micronaut.runtime.server.EmbeddedServer;

import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.SequenceInputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Enumeration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;

/// Runs a suite of so many cases, with four assertions each, against [LoopbackModel], on embedded
/// PostgreSQL (fsync on) and Redis, and counts the rows in the database afterwards.
///
/// Arguments: cases, latency in ms, concurrency, rounds.
public final class EngineBench {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final HttpClient HTTP =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    private final URI api;
    private final String modelUrl;

    private EngineBench(URI server, String modelUrl) {
        this.api = URI.create(server + "/api/v1/workspaces/default/");
        this.modelUrl = modelUrl;
    }

    private record Round(double casesPerSecond, double cpuPerThousand, long heapMegabytes) {}

    static void main(String[] arguments) throws Exception {
        int cases = Integer.parseInt(arguments[0]);
        long latency = Long.parseLong(arguments[1]);
        int concurrency = Integer.parseInt(arguments[2]);
        int rounds = Integer.parseInt(arguments[3]);
        Path data = Files.createTempDirectory("promptcards-bench");
        Process model = startModel(latency);
        var port = new BufferedReader(new InputStreamReader(model.getInputStream())).readLine();
        try (Servers servers = EmbeddedServers.start(data)) {
            var owner = DatabaseUrl.parse("owner", servers.databaseOwnerUrl());
            var application = DatabaseUrl.parse("application", servers.databaseUrl());
            Migrations.migrate(owner, application);
            try (ApplicationContext context = ApplicationContext.run(properties(servers, data))) {
                var server = context.getBean(EmbeddedServer.class).start();
                var bench = new EngineBench(server.getURI(), "http://127.0.0.1:" + port + "/v1");
                bench.prepare(cases);
                var results = new ArrayList<Round>();
                for (int round = 0; round <= rounds; round++) {
                    var result = bench.round(cases, concurrency, model.pid(), application);
                    System.out.printf(
                            Locale.ROOT,
                            "%s %,.0f cases/s, %.2f CPU s per 1,000, heap in use %d MB%n",
                            round == 0 ? "warm-up:" : "round " + round + ":",
                            result.casesPerSecond,
                            result.cpuPerThousand,
                            result.heapMegabytes);
                    if (round > 0) {
                        results.add(result);
                    }
                }
                report(results, cases, latency, concurrency);
            }
        } finally {
            model.destroyForcibly();
        }
    }

    private static void report(List<Round> rounds, int cases, long latency, int concurrency) {
        var speed = rounds.stream().mapToDouble(Round::casesPerSecond).sorted().toArray();
        var cpu = rounds.stream().mapToDouble(Round::cpuPerThousand).sorted().toArray();
        double median = speed[speed.length / 2];
        System.out.printf(
                Locale.ROOT,
                "%,d cases, %d ms × %d: median %,.0f cases/s (min %,.0f, max %,.0f); CPU s per"
                        + " 1,000: median %.2f (min %.2f, max %.2f)%n",
                cases,
                latency,
                concurrency,
                median,
                speed[0],
                speed[speed.length - 1],
                cpu[cpu.length / 2],
                cpu[0],
                cpu[cpu.length - 1]);
        if (latency > 0) {
            double limit = concurrency * 1000.0 / latency;
            System.out.printf(
                    Locale.ROOT,
                    "of the %,.0f cases/s that concurrency ÷ latency allows: %.1f %%%n",
                    limit,
                    100 * median / limit);
        }
    }

    private void prepare(int cases) throws IOException, InterruptedException {
        send(
                "PUT",
                "cards/bench",
                """
                {"title": "bench", "template": "Classify the ticket of {{customer}} as JSON with label and confidence: {{text}}"}
                """);
        var header =
                """
                {"suite": {"name": "bench", "defaults": {"assert": [
                {"type": "contains", "value": "invoice"},
                {"type": "is-json", "value": {"type": "object", "required": ["label", "confidence"]}},
                {"type": "regex", "value": "\\"confidence\\": 0\\\\.\\\\d+"},
                {"type": "javascript", "value": "JSON.parse(output).confidence > 0.5 && context.vars.customer.length > 0"}]}}}
                """
                        .replace("\n", "");
        var lines =
                IntStream.range(0, cases)
                        .mapToObj(
                                i ->
                                        "{\"vars\": {\"customer\": \"c%d\", \"text\": \"The parcel arrived on time, please send the invoice copy for order %d.\"}}\n"
                                                .formatted(i, i))
                        .iterator();
        InputStream body =
                new SequenceInputStream(
                        new ByteArrayInputStream((header + "\n").getBytes(StandardCharsets.UTF_8)),
                        new SequenceInputStream(
                                new Enumeration<InputStream>() {
                                    @Override
                                    public boolean hasMoreElements() {
                                        return lines.hasNext();
                                    }

                                    @Override
                                    public InputStream nextElement() {
                                        return new ByteArrayInputStream(
                                                lines.next().getBytes(StandardCharsets.UTF_8));
                                    }
                                }));
        var request =
                HttpRequest.newBuilder(api.resolve("suites/bench/revisions"))
                        .header("Content-Type", "application/x-ndjson")
                        .header("Authorization", "Bearer " + Api.LOCAL_TOKEN)
                        .POST(HttpRequest.BodyPublishers.ofInputStream(() -> body))
                        .build();
        checked(HTTP.send(request, HttpResponse.BodyHandlers.ofString()));
    }

    private Round round(int cases, int concurrency, long modelPid, DatabaseUrl database)
            throws IOException, InterruptedException, SQLException {
        double cpu = CpuTime.seconds(modelPid);
        long start = System.nanoTime();
        var run =
                send(
                        "POST",
                        "runs",
                        """
                        {"prompts": [{"card": "bench"}], "suite": {"slug": "bench"}, "concurrency": %d, "cache": false,
                         "providers": [{"id": "openai:chat:bench", "config": {"apiBaseUrl": "%s"}}],
                         "secrets": {"OPENAI_API_KEY": "none"}}
                        """
                                .formatted(concurrency, modelUrl));
        var id = run.get("id").asText();
        JsonNode now = run;
        while (now.get("state").asText().equals("running")) {
            Thread.sleep(50);
            now = send("GET", "runs/" + id, "");
        }
        double seconds = (System.nanoTime() - start) / 1e9;
        double used = CpuTime.seconds(modelPid) - cpu;
        long stored = stored(database, UUID.fromString(id));
        if (stored != cases) {
            throw new IllegalStateException(
                    "%d of %d cases are stored as passed: %s".formatted(stored, cases, now));
        }
        System.gc();
        var runtime = Runtime.getRuntime();
        long heap = (runtime.totalMemory() - runtime.freeMemory()) >> 20;
        return new Round(cases / seconds, used / cases * 1000, heap);
    }

    private static long stored(DatabaseUrl database, UUID run) throws SQLException {
        try (var connection =
                        DriverManager.getConnection(
                                database.jdbcUrl(), database.driverProperties());
                var statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            statement.execute("SELECT bind_workspace(workspace_id_by_slug('default'))");
            var rows =
                    statement.executeQuery(
                            """
                            SELECT count(DISTINCT item_number) FROM test_executions
                             WHERE workspace_id = workspace_id_by_slug('default')
                               AND run_id = '%s' AND passed
                            """
                                    .formatted(run));
            rows.next();
            return rows.getLong(1);
        }
    }

    private JsonNode send(String method, String path, String body)
            throws IOException, InterruptedException {
        var request =
                HttpRequest.newBuilder(api.resolve(path))
                        .header("Content-Type", "application/json")
                        .header("Authorization", "Bearer " + Api.LOCAL_TOKEN)
                        .method(method, HttpRequest.BodyPublishers.ofString(body))
                        .build();
        return checked(HTTP.send(request, HttpResponse.BodyHandlers.ofString()));
    }

    private static JsonNode checked(HttpResponse<String> response) throws IOException {
        if (response.statusCode() >= 300) {
            throw new IllegalStateException(response.statusCode() + " " + response.body());
        }
        return JSON.readTree(response.body());
    }

    private static Map<String, Object> properties(Servers servers, Path data) {
        return Map.of(
                "database.url",
                servers.databaseUrl(),
                "redis.url",
                servers.redisUrl().orElse(""),
                "promptcards.data",
                data.toString(),
                "promptcards.embedded",
                "true",
                "promptcards.token",
                Api.LOCAL_TOKEN,
                "micronaut.server.port",
                "-1");
    }

    private static Process startModel(long latency) throws IOException {
        var java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        return new ProcessBuilder(
                        java,
                        "-Xmx256m",
                        "-XX:+UseSerialGC",
                        "-cp",
                        System.getProperty("java.class.path"),
                        LoopbackModel.class.getName(),
                        String.valueOf(latency))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }
}
