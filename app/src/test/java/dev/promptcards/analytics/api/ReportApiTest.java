package dev.promptcards.analytics.api;

import static dev.promptcards.analytics.SomeRuns.Try.failed;
import static dev.promptcards.analytics.SomeRuns.Try.of;
import static dev.promptcards.analytics.SomeRuns.Try.passed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.github.benmanes.caffeine.cache.Ticker;

import dev.promptcards.Api;
import dev.promptcards.TestDatabase;
import dev.promptcards.TestServers;
import dev.promptcards.analytics.Reports;
import dev.promptcards.analytics.SomeRuns;
import dev.promptcards.identity.Node;
import dev.promptcards.tenancy.WorkspaceId;

import io.lettuce.core.RedisClient;

import org.jdbi.v3.core.Handle;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;

/// Reports as they are asked over HTTP.
class ReportApiTest {

    private static final String MARCH = "window=2026-03-01..2026-04-01";
    private static final TestDatabase DATABASE = TestServers.freshDatabase();
    private static final Node NODE =
            Node.on(
                    DATABASE,
                    TestServers.redisUrl(),
                    Ticker.systemTicker(),
                    Map.of("promptcards.report.limit", "300ms"));

    private final WorkspaceId workspace = DATABASE.workspace();
    private final SomeRuns runs = new SomeRuns(DATABASE, workspace);
    private final Api api = NODE.local();

    @AfterAll
    static void stop() {
        NODE.close();
        DATABASE.close();
    }

    @Test
    void the_reports_are_listed_with_what_they_take_and_tell() {
        var items = api.get(path("")).json().path("items");

        assertThat(items).hasSameSizeAs(Reports.all());
        var history = items.path(4);
        assertThat(history.path("name").asText()).isEqualTo("history");
        assertThat(history.path("filters").findValuesAsText("name"))
                .containsExactly("card", "version", "suite", "model", "provider", "tag", "label");
        assertThat(history.path("columns").path(0).toString())
                .isEqualTo(
                        "{\"name\":\"card\",\"type\":\"text\",\"exact\":true,\"says\":\"slug of"
                                + " the card\"}");
    }

    @Test
    void an_answer_says_what_was_asked() {
        runs.run(
                "2026-03-10T10:00:00Z",
                "basics",
                "poet",
                1,
                "openai:gpt-a",
                failed("a").because("=HYPERLINK(1)"),
                passed("b"));

        var answer = api.get(path("/failures?" + MARCH + "&card=poet"));

        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        assertThat(answer.header("content-type")).startsWith("application/json");
        var json = answer.json();
        assertThat(json.path("report").asText()).isEqualTo("failures");
        assertThat(json.path("from").asText()).isEqualTo("2026-03-01T00:00:00Z");
        assertThat(json.path("filters").toString()).isEqualTo("{\"card\":\"poet\"}");
        assertThat(json.path("more").asBoolean()).isFalse();
        assertThat(json.path("rows")).hasSize(1);
        assertThat(json.path("rows").path(0).path("share").asDouble()).isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource({"&format=csv,*/*", "'',text/csv"})
    void a_table_for_spreadsheets_has_the_same_columns(String format, String accept) {
        runs.run(
                "2026-03-10T10:00:00Z",
                "basics",
                "poet",
                1,
                "openai:gpt-a",
                failed("=1+1").took(7).cost("0.0000001", null),
                passed("say \"hi\", you").took(5).cost(null, null));

        var answer = api.get(path("/slowest?" + MARCH + format), "Accept", accept);

        assertThat(answer.header("content-type")).startsWith("text/csv");
        var lines = answer.text().split("\r\n", -1);
        assertThat(lines[0])
                .isEqualTo(
                        "card,version,provider,model,case,run,outcome,execution_time_ms,cost_usd,"
                                + "grading_cost_usd,prompt_tokens,completion_tokens,finished_at,"
                                + "execution");
        assertThat(lines[1])
                .startsWith(
                        "poet,1,openai,gpt-a,'=1+1,1,failed,7,0.0000001,,,,2026-03-10T10:00:01Z,");
        assertThat(lines[2])
                .startsWith("poet,1,openai,gpt-a,\"say \"\"hi\"\", you\",1,passed,5,,,,,");
        assertThat(lines).hasSize(4);
    }

    @Test
    void who_has_the_answer_is_not_sent_it_again() {
        var first = api.get(path("/history"));
        var again = api.get(path("/history"), "If-None-Match", first.header("etag"));
        var table = api.get(path("/history?format=csv"), "If-None-Match", first.header("etag"));

        assertThat(again.status()).isEqualTo(304);
        assertThat(again.text()).isEmpty();
        assertThat(table.status()).isEqualTo(200);
        assertThat(first.header("cache-control")).isEqualTo("private, no-cache");
    }

    @Test
    void an_answer_is_kept_for_those_who_ask_the_same() {
        runs.run("2026-03-10T10:00:00Z", "basics", "poet", 1, "openai:gpt-a", failed("a"));
        var first = api.get(path("/failing?" + MARCH)).json().path("rows");
        runs.run("2026-03-11T10:00:00Z", "basics", "poet", 1, "openai:gpt-a", failed("b"));

        assertThat(first).hasSize(1);
        assertThat(api.get(path("/failing?" + MARCH)).json().path("rows")).hasSize(1);
        assertThat(api.get(path("/failing?" + MARCH + "&limit=9")).json().path("rows")).hasSize(2);
        assertThat(api.get(path("/failing?window=all")).json().path("rows")).hasSize(2);
    }

    @Test
    void what_is_kept_is_the_answer_byte_for_byte() {
        runs.run(
                "2026-03-10T10:00:00Z",
                "basics",
                "poet",
                1,
                "openai:gpt-a",
                failed("é").took(7).cost("0.0000001", null));

        var first = api.get(path("/slowest?" + MARCH));
        var kept = api.get(path("/slowest?" + MARCH));

        assertThat(kept.text()).isEqualTo(first.text()).contains("0.0000001", "\"é\"");
        assertThat(kept.header("etag")).isEqualTo(first.header("etag"));
        assertThat(kept("slowest"))
                .singleElement()
                .isEqualTo("{\"schema\":1,\"value\":" + first.text() + "}");
    }

    /// What is kept for this test's workspace.
    private List<String> kept(String report) {
        try (var client = RedisClient.create(TestServers.redisUrl());
                var link = client.connect()) {
            return link.sync().keys("metrics:" + workspace + ":" + report + ":*").stream()
                    .map(link.sync()::get)
                    .toList();
        }
    }

    @Test
    void without_redis_the_database_answers() {
        runs.run("2026-03-10T10:00:00Z", "basics", "poet", 1, "openai:gpt-a", failed("a"));
        try (var alone =
                Node.on(
                        DATABASE,
                        "redis://127.0.0.1:1",
                        Ticker.systemTicker(),
                        Map.of("redis.patience", "50ms"))) {
            assertThat(alone.local().get(path("/failing?" + MARCH)).json().path("rows")).hasSize(1);
            runs.run("2026-03-11T10:00:00Z", "basics", "poet", 1, "openai:gpt-a", failed("b"));
            assertThat(alone.local().get(path("/failing?" + MARCH)).json().path("rows")).hasSize(2);
        }
    }

    @Test
    void a_slow_report_is_cut_short_with_what_to_narrow() {
        DATABASE.ownerJdbi()
                .useTransaction(
                        owner -> {
                            owner.execute("LOCK TABLE test_executions IN ACCESS EXCLUSIVE MODE");
                            var asked =
                                    IntStream.range(0, 3)
                                            .mapToObj(
                                                    _ ->
                                                            CompletableFuture.supplyAsync(
                                                                    () ->
                                                                            api.get(
                                                                                    path(
                                                                                            "/failing"))))
                                            .toList();
                            for (var each : asked) {
                                var answer = each.join();
                                assertThat(answer.status()).as(answer.text()).isEqualTo(422);
                                assertThat(answer.json().path("type").asText())
                                        .isEqualTo("/problems/too-slow");
                                assertThat(answer.json().path("detail").asText())
                                        .contains("failing", "300 ms", "window", "card, version");
                            }
                        });
        assertThat(kept("failing")).isEmpty();
        assertThat(api.get(path("/failing")).status()).isEqualTo(200);
    }

    @Test
    void a_workspace_leaves_the_others_half_of_the_places() {
        var waiting =
                "SELECT count(DISTINCT pid) FROM pg_locks WHERE NOT granted"
                        + " AND relation = 'test_executions'::regclass";
        var other = DATABASE.workspace();
        // The pool of tests holds ten, so there are two places.
        try (var patient =
                        Node.on(
                                DATABASE,
                                "",
                                Ticker.systemTicker(),
                                Map.of("promptcards.report.limit", "60s"));
                var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            DATABASE.ownerJdbi()
                    .useTransaction(
                            owner -> {
                                owner.execute("LOCK TABLE test_executions");
                                threads.submit(() -> patient.local().get(path("/failing")));
                                await().until(() -> count(owner, waiting) == 1);

                                var refused = patient.local().get(path("/slowest"));
                                threads.submit(() -> patient.local().get(path(other, "/failing")));

                                assertThat(refused.status()).as(refused.text()).isEqualTo(503);
                                assertThat(refused.header("retry-after")).isEqualTo("2");
                                await().until(() -> count(owner, waiting) == 2);
                            });
        }
    }

    private static int count(Handle handle, String sql) {
        return handle.createQuery(sql).mapTo(int.class).one();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "colour=red | colour: the report `history` has no such parameter. It takes card,",
                "baseline=m | baseline: the report `history` has no such parameter. It takes card,",
                "card=a&card=b | card: is given more than once",
                "version=latest | version: must be the number",
                "version=0 | version: must be the number",
                "limit=0 | limit: must be 1 to 100",
                "limit=101 | limit: must be 1 to 100",
                "format=xlsx | format: must be `json` or `csv`",
                "window=30 | window: expected days",
                "window=0d | window: expected days",
                "window=2026-03-01 | window: expected days",
                "window=2026-03-01..x | window: expected days",
                "window=..2026-03-01 | window: expected days",
                "window=0000-01-01..0001-01-01 | window: expected days",
                "window=%2B10000-01-01T00:00:00Z..%2B10001-01-01T00:00:00Z | window: expected days",
                "window=2026-03-02..2026-03-01 | window: ends before it begins",
                "window=2026-03-01..2026-03-01 | window: ends before it begins",
                "window=1026-03-01..2026-03-01 | window: spans more than ten years",
                "window=9999d | window: spans more than ten years",
                "window=0001-01-01..9999-12-31 | window: spans more than ten years",
                "model=a%00b | model ",
            })
    void what_a_report_does_not_take_is_refused_with_what_it_takes(String query, String words) {
        var answer = api.get(path("/history?" + query));

        assertThat(answer.status()).as(answer.text()).isEqualTo(400);
        assertThat(answer.json().path("detail").asText()).contains(words);
    }

    @ParameterizedTest
    @CsvSource({
        "/nothing,'There is no report `nothing`. There are daily, versions, models,'",
        "/history?card=nobody,There is no card `nobody`.",
        "/failures?suite=nothing,There is no suite `nothing`.",
    })
    void what_is_not_there_is_told(String below, String words) {
        var answer = api.get(path(below));

        assertThat(answer.status()).isEqualTo(404);
        assertThat(answer.json().path("detail").asText()).startsWith(words);
    }

    @Test
    void a_workspace_without_data_answers_every_report_with_no_rows() {
        for (var report : Reports.all()) {
            for (var window : List.of("all", "30d", "2026-03-01T12:00:00Z..2026-03-02")) {
                var answer = api.get(path("/" + report.name() + "?window=" + window));
                if (report.needed().isPresent()) {
                    assertThat(answer.json().path("detail").asText())
                            .startsWith("card: missing; the report `versions` is about a card");
                } else {
                    assertThat(answer.status()).as(answer.text()).isEqualTo(200);
                    assertThat(answer.json().path("rows")).isEmpty();
                }
            }
        }
    }

    @Test
    void a_card_that_was_never_tried_has_absent_figures() {
        runs.run("2026-03-10T10:00:00Z", "basics", "poet", 1, "openai:gpt-a", of("a", "unknown"));

        var tried = api.get(path("/history?card=poet&" + MARCH)).json().at("/rows/0");
        var other =
                api.get(path("/history?card=poet&window=2025-01-01..2025-02-01"))
                        .json()
                        .at("/rows/0");

        assertThat(tried.path("pass_rate").isNull()).isTrue();
        assertThat(other.path("executions").asInt(-1)).isZero();
        for (var absent : List.of("pass_rate", "last_at", "execution_times_ms", "models")) {
            assertThat(other.path(absent).isNull()).as(absent).isTrue();
        }
    }

    @Test
    void what_reports_take_is_measured() {
        var counter = "promptcards_report_requests_total{cache=\"%s\",report=\"flakiness\"}";
        api.get(path("/flakiness"));
        api.get(path("/flakiness"));

        var measured = new Api(NODE.url(), null).get("/prometheus").text();

        assertThat(measured)
                .contains(counter.formatted("hit"))
                .contains(counter.formatted("miss"))
                .contains("promptcards_report_seconds_count{report=\"flakiness\"}");
    }

    private String path(String below) {
        return path(workspace, below);
    }

    private static String path(WorkspaceId workspace, String below) {
        return "/api/v1/workspaces/w-" + workspace.value() + "/analytics" + below;
    }
}
