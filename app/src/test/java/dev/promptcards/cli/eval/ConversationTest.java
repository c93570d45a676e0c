package dev.promptcards.cli.eval;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;

import dev.promptcards.cli.server.ApiClient;
import dev.promptcards.cli.server.CommandFailure;
import dev.promptcards.promptfoo.Plan;
import dev.promptcards.promptfoo.result.screen.Screen;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

class ConversationTest {

    private static final JsonMapper JSON = new JsonMapper();
    private static final String BASE = "/api/v1/workspaces/my%20place/";
    private static final Workspace WORKSPACE = new Workspace("my place");
    private static final Clock CLOCK =
            Clock.fixed(Instant.parse("2026-11-21T10:00:09Z"), ZoneOffset.UTC);

    @TempDir Path folder;
    StubServer server;

    @BeforeEach
    void start() throws IOException {
        server = new StubServer();
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void prompts_become_cards_tests_a_suite_and_then_the_run_starts() throws IOException {
        Plan plan =
                Plans.plan(
                        folder.resolve("cards"),
                        """
                        prompts:
                          - {label: short, raw: 'S {{q}} {{env.WORD}}'}
                          - '[{"role": "user", "content": "{{q}}"}]'
                        providers: ['openai:chat:m']
                        defaultTest: {vars: {tone: dry}}
                        tests: [{vars: {q: [a, b]}}]
                        env: {OPENAI_BASE_URL: 'http://conf'}
                        """);
        server.on("PUT " + BASE + "cards/cards-short", "{\"slug\":\"cards-short\",\"version\":3}")
                .on(
                        "PUT " + BASE + "cards/cards-prompt-2",
                        "{\"slug\":\"cards-prompt-2\",\"version\":1}")
                .on(
                        "POST " + BASE + "suites/cards/revisions",
                        "{\"slug\":\"cards\",\"revision\":2,\"cases\":2}")
                .on("POST " + BASE + "runs", "{\"id\":\"r-1\",\"number\":41,\"total\":4}");
        Map<String, String> environment =
                Map.of(
                        "OPENAI_API_KEY",
                        "sk-1",
                        "OPENAI_BASE_URL",
                        "http://proc",
                        "WORD",
                        "juniper",
                        "AWS_SECRET",
                        "no");

        JsonNode run;
        try (ApiClient api = server.client()) {
            RunSettings settings =
                    RunSettings.of(
                            plan.options(),
                            Optional.empty(),
                            Optional.empty(),
                            false,
                            Optional.of(1L),
                            "retry");
            run = new Submission(api, WORKSPACE, environment).start(plan, plan.check(), settings);
        }

        assertThat(run.path("number").asInt()).isEqualTo(41);
        assertThat(server.asked)
                .extracting(asked -> asked.line().replace(BASE, ""))
                .containsExactly(
                        "PUT cards/cards-short",
                        "PUT cards/cards-prompt-2",
                        "POST suites/cards/revisions",
                        "POST runs");
        assertThat(server.asked.get(0).body())
                .isEqualTo(
                        "{\"title\":\"short\",\"settings\":{},\"template\":\"S {{q}}"
                                + " {{env.WORD}}\"}");
        assertThat(JSON.readTree(server.asked.get(1).body()).path("messages")).hasSize(1);
        assertThat(server.asked.get(2).headers().get("Content-type"))
                .containsExactly("application/x-ndjson");
        assertThat(server.asked.get(2).body().lines())
                .containsExactly(
                        "{\"suite\":{\"name\":\"cards\",\"description\":\"\",\"defaults\":{\"vars\":{\"tone\":\"dry\"},\"assert\":[],\"options\":{}}}}",
                        "{\"vars\":{\"q\":\"a\"},\"assert\":[],\"options\":{},\"expansion\":{\"offset\":0,\"size\":2}}",
                        "{\"vars\":{\"q\":\"b\"},\"assert\":[],\"options\":{},\"expansion\":{\"offset\":1,\"size\":2}}");
        JsonNode body = JSON.readTree(server.asked.get(3).body());
        assertThat(body.path("secrets").toString())
                .isEqualTo("{\"OPENAI_API_KEY\":\"sk-1\",\"OPENAI_BASE_URL\":\"http://conf\"}");
        assertThat(body.path("env").toString()).isEqualTo("{\"WORD\":\"juniper\"}");
        assertThat(body.path("firstCases").asInt())
                .as("the first test makes two cases")
                .isEqualTo(2);
        assertThat(server.asked)
                .allMatch(
                        asked ->
                                List.of("Bearer token")
                                        .equals(asked.headers().get("Authorization")));
        assertThat(server.asked.get(3).headers()).containsKey("Idempotency-key");
    }

    @Test
    void a_run_is_followed_until_nothing_moves_any_more() {
        server.on(
                "GET " + BASE + "runs/41",
                state("queued"),
                state("running"),
                state("running"),
                state("held"));

        try (ApiClient api = server.client()) {
            assertThat(
                            new Follower(api, WORKSPACE, Progress.Kind.NONE)
                                    .follow("41")
                                    .path("state")
                                    .asText())
                    .isEqualTo("held");
        }
        assertThat(server.asked).hasSize(4);
    }

    @Test
    void a_server_that_stops_leaves_the_run_and_says_how_to_pick_it_up() {
        server.on("GET " + BASE + "runs/41", state("running"), "no JSON");

        try (ApiClient api = server.client()) {
            var follower = new Follower(api, WORKSPACE, Progress.Kind.NONE);
            assertThatThrownBy(() -> follower.follow("41"))
                    .isInstanceOf(CommandFailure.class)
                    .hasMessageContaining("Run 41 is kept: `promptcards wait 41` picks it up");
        }
    }

    @Test
    void results_that_cannot_be_written_are_kept_and_may_be_written_elsewhere() throws IOException {
        Path file = Files.writeString(folder.resolve("file"), "");

        assertThatThrownBy(
                        () ->
                                tell(
                                        "completed",
                                        List.of(file.resolve("out.json")),
                                        new StringWriter(),
                                        Map.of()))
                .isInstanceOf(CommandFailure.class)
                .hasMessageContaining("Run 41 is kept: `promptcards wait 41 -o FILE` writes them");
    }

    @Test
    void all_pages_of_executions_go_into_the_files_and_the_table() throws IOException {
        server.on(
                        "GET " + BASE + "runs/r-1/executions?limit=1000",
                        page("c/1", execution(0, "passed"), execution(1, "passed")))
                .on(
                        "GET " + BASE + "runs/r-1/executions?limit=1000&cursor=c%2F1",
                        page(null, execution(2, "failed")));
        Path json = folder.resolve("out.json");
        StringWriter screen = new StringWriter();

        int code = tell("completed", List.of(json, folder.resolve("out.csv")), screen, Map.of());

        assertThat(code).isEqualTo(100);
        JsonNode written = JSON.readTree(json.toFile());
        assertThat(written.at("/results/results")).hasSize(3);
        assertThat(written.at("/results/stats/successes").asInt()).isEqualTo(2);
        assertThat(written.at("/results/stats/durationMs").asInt()).isEqualTo(9000);
        assertThat(Files.readAllLines(folder.resolve("out.csv"))).hasSize(4);
        assertThat(screen.toString())
                .contains(
                        "PASS out 1",
                        "FAIL no 2",
                        "Run            41 (completed)  " + server.url() + BASE + "runs/41");
        assertThat(
                        tell(
                                "completed",
                                List.of(),
                                new StringWriter(),
                                Map.of("PROMPTFOO_PASS_RATE_THRESHOLD", "60")))
                .isZero();
    }

    @Test
    void a_run_that_could_not_be_carried_out_is_no_failed_test() {
        server.on("GET " + BASE + "runs/r-1/executions?limit=1000", page(null));

        assertThatThrownBy(() -> tell("failed", List.of(), new StringWriter(), Map.of()))
                .isInstanceOf(CommandFailure.class)
                .hasMessageContaining("Run 41 could not be carried out: the queue is gone");
    }

    @Test
    void a_run_is_compared_with_an_earlier_one_which_may_decide_the_exit_code() throws IOException {
        server.on(
                        "GET " + BASE + "runs/40",
                        state("completed").replace("r-1", "r-0").replace("41", "40"))
                .on("GET " + BASE + "runs/r-0/executions?limit=1000", cases("passed"))
                .on("GET " + BASE + "runs/r-1/executions?limit=1000", cases("failed"));
        StringWriter screen = new StringWriter();
        Map<String, String> lenient = Map.of("PROMPTFOO_PASS_RATE_THRESHOLD", "0");

        assertThat(compare(screen, false, lenient)).isZero();
        assertThat(screen.toString())
                .contains(
                        "Compared with run 40",
                        "worse: 0 better, 6 worse, 0 unchanged (p = 0.0313)");
        assertThat(compare(new StringWriter(), true, lenient)).isEqualTo(100);
        server.on("GET " + BASE + "runs/r-1/executions?limit=1000", cases("passed"));
        assertThat(compare(new StringWriter(), true, lenient)).isZero();
    }

    @Test
    void a_run_without_a_common_case_is_told_and_no_result_is_lost() throws IOException {
        server.on(
                        "GET " + BASE + "runs/40",
                        state("completed").replace("r-1", "r-0").replace("41", "40"))
                .on("GET " + BASE + "runs/r-0/executions?limit=1000", page(null))
                .on("GET " + BASE + "runs/r-1/executions?limit=1000", cases("passed"));
        StringWriter screen = new StringWriter();

        assertThatThrownBy(() -> compare(screen, false, Map.of()))
                .isInstanceOf(CommandFailure.class)
                .hasMessageContaining("Run 40 cannot be compared with");
        assertThat(screen.toString()).contains("PASS out 1");
        assertThat(folder.resolve("out.json")).exists();
    }

    @Test
    void a_run_that_is_still_under_way_cannot_be_compared_with() throws IOException {
        server.on("GET " + BASE + "runs/40", state("running"));

        assertThatThrownBy(() -> compare(new StringWriter(), false, Map.of()))
                .hasMessageContaining("still under way");
    }

    @Test
    void the_latest_run_is_the_newest_of_its_suite_that_came_to_its_end() throws IOException {
        server.on(
                        "GET " + BASE + "runs?limit=100",
                        page("c", listed(44, "other", "completed"), listed(43, "cards", "running")))
                .on(
                        "GET " + BASE + "runs?limit=100&cursor=c",
                        page(
                                null,
                                listed(42, "cards", "cancelled"),
                                listed(41, "cards", "completed"),
                                listed(40, "cards", "completed")));
        try (ApiClient api = server.client()) {
            assertThat(Baseline.latest(api, WORKSPACE, "cards").map(Baseline::number))
                    .contains("41");
            assertThat(Baseline.latest(api, WORKSPACE, "never-run")).isEmpty();
        }
    }

    private static String listed(int number, String suite, String state) {
        return "{\"number\":%d,\"suite\":\"%s\",\"state\":\"%s\"}".formatted(number, suite, state);
    }

    private int compare(
            StringWriter screen, boolean failOnRegression, Map<String, String> environment)
            throws IOException {
        try (ApiClient api = server.client()) {
            Optional<Baseline> baseline = Optional.of(Baseline.find(api, WORKSPACE, "40"));
            return tell(
                    "completed",
                    new ReportWishes(
                            JSON.createObjectNode(),
                            List.of(folder.resolve("out.json")),
                            baseline,
                            false,
                            failOnRegression),
                    screen,
                    environment);
        }
    }

    private static String cases(String outcome) {
        return page(
                null,
                IntStream.range(0, 6)
                        .mapToObj(test -> execution(test, outcome))
                        .toArray(String[]::new));
    }

    private int tell(
            String state, List<Path> files, StringWriter screen, Map<String, String> environment)
            throws IOException {
        return tell(
                state,
                new ReportWishes(JSON.createObjectNode(), files, Optional.empty(), false, false),
                screen,
                environment);
    }

    private int tell(
            String state, ReportWishes wishes, StringWriter screen, Map<String, String> environment)
            throws IOException {
        try (ApiClient api = server.client();
                PrintWriter out = new PrintWriter(screen)) {
            return new Report(
                            new Executions(api, WORKSPACE),
                            WORKSPACE,
                            Optional.of(server.url()),
                            new Screen(100, false),
                            out,
                            CLOCK)
                    .tell(JSON.readTree(state(state)), wishes, environment);
        }
    }

    private static String state(String state) {
        return """
        {"id": "r-1", "number": 41, "state": "%s", "total": 3, "failure": "the queue is gone",
         "createdAt": "2026-11-21T10:00:00Z", "finishedAt": null}
        """
                .formatted(state);
    }

    private static String page(@Nullable String next, String... items) {
        return "{\"items\":[%s],\"next\":%s}"
                .formatted(String.join(",", items), next == null ? "null" : "\"" + next + "\"");
    }

    private static String execution(int test, String outcome) {
        return """
        {"id": "e", "caseKey": "k%1$d", "testIdx": %1$d, "promptIdx": 0, "provider": "echo", "promptLabel": "p", "prompt": "p",
         "outcome": "%2$s", "passed": true, "score": 1, "reason": "no %1$d", "output": "out %1$d", "vars": {"q": 1}}
        """
                .formatted(test, outcome);
    }
}
