package dev.promptcards.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

import dev.promptcards.Api;
import dev.promptcards.database.DatabaseUrl;
import dev.promptcards.embedded.EmbeddedServers;

import org.assertj.core.data.Offset;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// A serving process is killed with SIGKILL in the middle of a run, with its databases, and started
/// again on what it left.
class CrashTest {

    private static final int CASES = 300;
    private static final int KILLED_AFTER = 90;
    private static final int SERIAL = 40;

    /// Of a call to [CountingModel]: 12 tokens.
    private static final double CALL_USD = 0.012;

    @TempDir Path data;
    private Process process = never();

    @AfterEach
    void stop() throws InterruptedException {
        process.destroy();
        process.waitFor();
    }

    @Test
    void with_the_policy_hold_nothing_is_paid_twice_and_nothing_is_lost() throws Exception {
        try (var model = new CountingModel(30)) {
            var run = killedInTheMiddle(model, "hold");
            var client = serve();
            var ended = client.settled(run);

            int unknown = ended.get("unknown").asInt();
            assertThat(ended.get("passed").asInt() + unknown).isEqualTo(CASES);
            assertThat(ended.get("state").asText()).isEqualTo(unknown > 0 ? "held" : "completed");
            assertThat(model.answered().values()).allMatch(times -> times == 1);
            assertComplete(client, run);

            client.post(resume(run), "{\"unknown\": \"retry\"}");
            var settled = client.settled(run);
            assertThat(settled.get("state").asText()).isEqualTo("completed");
            assertThat(settled.get("passed").asInt()).isEqualTo(CASES);
            assertThat(settled.get("maybeChargedTwice").asInt()).isEqualTo(unknown);
            assertComplete(client, run);
            assertRolledUp(CASES);
        }
    }

    @Test
    void with_the_policy_retry_the_run_completes_and_says_what_may_have_been_paid_twice()
            throws Exception {
        try (var model = new CountingModel(30)) {
            var run = killedInTheMiddle(model, "retry");
            var client = serve();
            var ended = client.settled(run);

            assertThat(ended.get("state").asText()).isEqualTo("completed");
            assertThat(ended.get("passed").asInt()).isEqualTo(CASES);
            long paidTwice = model.answered().values().stream().filter(times -> times > 1).count();
            assertThat(ended.get("maybeChargedTwice").asInt())
                    .isGreaterThanOrEqualTo((int) paidTwice);
            assertThat(model.answered().values()).allMatch(times -> times <= 2);
            assertComplete(client, run);
            assertUsed(client, CASES, CASES * CALL_USD);
            assertRolledUp(CASES);
        }
    }

    @Test
    void with_the_policy_hold_no_judge_is_paid_twice_unless_somebody_says_so() throws Exception {
        try (var model = new CountingModel(30)) {
            var run = judgedRunKilledInTheMiddle(model, "hold");
            var client = serve();
            var ended = client.settled(run);

            int unknown = ended.get("unknown").asInt();
            assertThat(ended.get("passed").asInt() + unknown).isEqualTo(CASES);
            assertThat(model.answered().values()).allMatch(times -> times == 1);
            assertThat(model.judged().values()).allMatch(times -> times == 1);
            assertComplete(client, run);

            client.post(resume(run), "{\"unknown\": \"retry\"}");
            var settled = client.settled(run);
            assertThat(settled.get("state").asText()).isEqualTo("completed");
            assertThat(settled.get("passed").asInt()).isEqualTo(CASES);
            assertThat(settled.get("maybeChargedTwice").asInt()).isEqualTo(unknown);
            assertThat(paidTwice(model)).isLessThanOrEqualTo(unknown);
            assertThat(settled.get("gradingPromptTokens").asInt()).isEqualTo(CASES * 10);
            assertComplete(client, run);
            assertRolledUp(CASES);
        }
    }

    @Test
    void with_the_policy_retry_judges_that_may_have_been_paid_twice_are_counted() throws Exception {
        try (var model = new CountingModel(30)) {
            var run = judgedRunKilledInTheMiddle(model, "retry");
            var client = serve();
            var ended = client.settled(run);

            assertThat(ended.get("state").asText()).isEqualTo("completed");
            assertThat(ended.get("passed").asInt()).isEqualTo(CASES);
            assertThat(paidTwice(model))
                    .isLessThanOrEqualTo(ended.get("maybeChargedTwice").asInt());
            assertThat(model.judged()).hasSize(CASES);
            assertThat(ended.get("gradingPromptTokens").asInt()).isEqualTo(CASES * 10);
            assertComplete(client, run);
            assertUsed(client, CASES, 2 * CASES * CALL_USD);
            assertRolledUp(CASES);
        }
    }

    @Test
    void a_serial_run_goes_on_with_the_history_it_had() throws Exception {
        try (var model = new CountingModel(20)) {
            var client = serve();
            var suite =
                    client.suite(
                            IntStream.range(0, SERIAL)
                                    .mapToObj("{\"vars\": {\"n\": \"%d\"}}"::formatted)
                                    .toArray(String[]::new));
            var run =
                    client.start(
                            client.card("{{ _conversation | length }}:{{ n }}"),
                            suite,
                            "{\"id\": \"openai:chat:m\", \"config\": {\"apiBaseUrl\": \"%s\"}}"
                                    .formatted(model.url()),
                            "\"concurrency\": 16, \"secrets\": {\"OPENAI_API_KEY\": \"k\"}");
            await().atMost(Duration.ofSeconds(60))
                    .pollInterval(Duration.ofMillis(5))
                    .until(() -> model.answered().size() >= SERIAL / 2);
            process.destroyForcibly().waitFor();
            assertThat(model.answered().size()).isLessThan(SERIAL);

            client = serve();
            assertThat(client.settled(run).get("state").asText()).isEqualTo("completed");
            assertThat(client.executions(run))
                    .extracting(e -> e.get("prompt").asText())
                    .containsExactlyElementsOf(
                            IntStream.range(0, SERIAL).mapToObj(i -> i + ":" + i).toList());
            assertRolledUp(SERIAL);
        }
    }

    private static int paidTwice(CountingModel model) {
        return Stream.of(model.answered(), model.judged())
                .flatMap(answers -> answers.values().stream())
                .mapToInt(times -> times - 1)
                .sum();
    }

    private JsonNode judgedRunKilledInTheMiddle(CountingModel model, String onUnknown)
            throws Exception {
        var judge =
                "{\"id\": \"openai:chat:judge\", \"config\": {\"apiBaseUrl\": \"%s\", \"cost\": 0.001}}"
                        .formatted(model.url());
        return killedInTheMiddle(
                model,
                model::judged,
                "{\"assert\": [{\"type\": \"llm-rubric\", \"value\": \"is {{n}}\"}], \"options\":"
                        + " {\"provider\": "
                        + judge
                        + "}}",
                onUnknown);
    }

    private JsonNode killedInTheMiddle(CountingModel model, String onUnknown) throws Exception {
        return killedInTheMiddle(
                model,
                model::answered,
                "{\"assert\": [{\"type\": \"contains\", \"value\": \"{{n}}\"}]}",
                onUnknown);
    }

    private JsonNode killedInTheMiddle(
            CountingModel model,
            Supplier<Map<String, Integer>> counted,
            String defaults,
            String onUnknown)
            throws Exception {
        var client = serve();
        var suite =
                client.suiteWith(
                        defaults,
                        IntStream.range(0, CASES)
                                .mapToObj("{\"vars\": {\"n\": \"case %d\"}}"::formatted)
                                .toArray(String[]::new));
        var run =
                client.start(
                        client.card("{{n}}"),
                        suite,
                        "{\"id\": \"openai:chat:m\", \"config\": {\"apiBaseUrl\": \"%s\", \"cost\": 0.001}}"
                                .formatted(model.url()),
                        "\"concurrency\": 16, \"onUnknown\": \"%s\", \"secrets\": {\"OPENAI_API_KEY\": \"k\"}"
                                .formatted(onUnknown));
        await().atMost(Duration.ofSeconds(60))
                .pollInterval(Duration.ofMillis(5))
                .until(() -> counted.get().size() >= KILLED_AFTER);
        process.destroyForcibly().waitFor();
        assertThat(counted.get().size()).isLessThan(CASES);
        return run;
    }

    private RunningServer serve() throws IOException {
        process =
                new ProcessBuilder(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "-Xmx256m",
                                "--enable-native-access=ALL-UNNAMED",
                                "--sun-misc-unsafe-memory-access=allow",
                                "-cp",
                                System.getProperty("java.class.path"),
                                "dev.promptcards.cli.PromptCards",
                                "serve",
                                "--port",
                                "0",
                                "--data",
                                data.toString())
                        .redirectErrorStream(true)
                        .redirectOutput(data.resolveSibling(data.getFileName() + ".log").toFile())
                        .start();
        long pid = process.pid();
        await().atMost(Duration.ofSeconds(90)).until(() -> serves(pid));
        var file = new ObjectMapper().readTree(data.resolve("server.json").toFile());
        return new RunningServer(
                new Api(URI.create(file.get("url").asText()), file.get("token").asText()),
                "default");
    }

    /// True once the file of that very process is there: a killed one leaves its own behind.
    private boolean serves(long pid) throws IOException {
        var file = data.resolve("server.json");
        return Files.exists(file)
                && new ObjectMapper().readTree(file.toFile()).path("pid").asLong() == pid;
    }

    private static void assertComplete(RunningServer client, JsonNode run) {
        List<Integer> numbers =
                client.executions(run).stream().map(e -> e.get("number").asInt()).toList();
        assertThat(numbers).isEqualTo(IntStream.range(0, CASES).boxed().toList());
    }

    /// What the workspace has used is what is stored: nothing twice, nothing left out.
    private static void assertUsed(RunningServer client, int executions, double usd) {
        var limits = client.get("/limits").json();
        assertThat(limits.at("/executionsPerDay/used").asInt()).isEqualTo(executions);
        assertThat(limits.at("/executionsPerDay/reserved").asInt()).isZero();
        assertThat(limits.at("/spendPerMonthUsd/used").asDouble())
                .isCloseTo(usd, Offset.offset(1e-9));
        assertThat(limits.at("/spendPerMonthUsd/reserved").asDouble()).isZero();
        assertThat(limits.at("/runsInFlight/used").asInt()).isZero();
    }

    /// What is kept of the days is what the stored executions add up to: none counted twice, none
    /// left out.
    private void assertRolledUp(int executions) throws InterruptedException {
        process.destroy();
        process.waitFor();
        try (var servers = EmbeddedServers.startPostgres(data)) {
            var application = DatabaseUrl.parse("embedded", servers.databaseUrl());
            var owner = DatabaseUrl.parse("embedded", servers.databaseOwnerUrl());
            var workspace =
                    Jdbi.create(application::connect)
                            .withHandle(
                                    handle ->
                                            handle.createQuery(
                                                            "SELECT"
                                                                + " workspace_id_by_slug('default')")
                                                    .mapTo(UUID.class)
                                                    .one());
            int kept =
                    Jdbi.create(application::connect)
                            .inTransaction(
                                    handle -> {
                                        handle.execute("SELECT bind_workspace(?)", workspace);
                                        return handle.createQuery(
                                                        """
                                                        SELECT sum(executions) FROM execution_rollups
                                                         WHERE workspace_id = ? AND grain = 'workspace'
                                                        """)
                                                .bind(0, workspace)
                                                .mapTo(Integer.class)
                                                .one();
                                    });

            assertThat(kept).isEqualTo(executions);
            assertThat(KeptRollUps.differing(Jdbi.create(owner::connect), workspace)).isEmpty();
        }
    }

    private static String resume(JsonNode run) {
        return "/runs/" + run.get("id").asText() + "/resume";
    }

    private static Process never() {
        try {
            return new ProcessBuilder("true").start();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
