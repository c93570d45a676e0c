package dev.promptcards.run.imported;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;

import dev.promptcards.Api;
import dev.promptcards.OnTestServers;
import dev.promptcards.TestServers;
import dev.promptcards.tenancy.WorkspaceId;

import io.micronaut.runtime.server.EmbeddedServer;
import io.micronaut.test.extensions.junit5.annotation.MicronautTest;

import jakarta.inject.Inject;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import java.util.zip.GZIPOutputStream;

@MicronautTest
class ImportTest implements OnTestServers {

    private static final String PLAIN = "card,case_id,model,passed\n";

    @Inject EmbeddedServer server;
    private Api api;
    private WorkspaceId workspace;
    private String root;

    @BeforeEach
    void newWorkspace() {
        api = new Api(server.getURI());
        workspace = TestServers.workspace();
        root = "/api/v1/workspaces/w-" + workspace;
    }

    @Test
    void rows_become_a_run_that_has_ended_with_a_card_a_suite_and_cases() {
        var result =
                taken(
                        """
                        card,case_id,model,passed,score,execution_time_ms,cost_usd,error,output,reason,prompt_tokens
                        My Poet,b,m1,1,0.75,120.5,0.0125,,a poem,well done,7
                        My Poet,a,m1,0,,,,,,,
                        My Poet,a,m2,,,,,broken pipe,,,
                        """);

        assertThat(result.path("added").asInt()).isEqualTo(3);
        assertThat(result.path("cards").asInt()).isEqualTo(1);
        assertThat(result.path("cases").asInt()).isEqualTo(2);
        var run = run(result, 0);
        assertThat(run.path("state").asText()).isEqualTo("completed");
        assertThat(run.path("source").path("kind").asText()).isEqualTo("import");
        assertThat(run.path("suite").asText()).isEqualTo("imported");
        assertThat(counts(run)).containsExactly(3, 1, 1, 1);
        assertThat(run.path("unpriced").asInt()).isEqualTo(1);
        assertThat(run.path("costUsd").decimalValue()).isEqualByComparingTo("0.0125");
        var figures = run.path("summary");
        assertThat(counts(figures, "executions", "passed", "failed", "errors"))
                .containsExactly(3, 1, 1, 1);
        assertThat(figures.path("unpriced").asInt()).isEqualTo(1);
        assertThat(figures.path("meanScore").asDouble()).isEqualTo(0.75);
        assertThat(run.path("columns")).hasSize(2);

        var first = executions(result, 0).get(0);
        assertThat(first.path("caseKey").asText()).isEqualTo("b");
        assertThat(first.path("card").asText()).isEqualTo("my-poet");
        assertThat(first.path("executionTimeMs").asLong()).isEqualTo(121);
        assertThat(first.path("output").asText()).isEqualTo("a poem");
        assertThat(first.path("prompt").isNull()).isTrue();
        var unrecorded = executions(result, 0).get(1);
        assertThat(unrecorded.path("caseKey").asText()).isEqualTo("a");
        for (var field : List.of("score", "executionTimeMs", "costUsd", "promptTokens", "output")) {
            assertThat(unrecorded.path(field).isNull()).as(field).isTrue();
        }
        var error = executions(result, 0).get(2);
        assertThat(error.path("outcome").asText()).isEqualTo("error");
        assertThat(error.path("model").asText()).isEqualTo("m2");
        assertThat(api.get(root + "/executions/" + error.path("id").asText()).status())
                .isEqualTo(200);
        var card = api.get(root + "/cards/my-poet/versions/1").json();
        assertThat(card.path("template").asText()).contains("not recorded");
        assertThat(api.get(root + "/cards?tag=imported").json().path("items")).hasSize(1);
    }

    @Test
    void each_day_of_UTC_becomes_a_run_of_its_own() {
        var result =
                taken(
                        """
                        card,case_id,model,passed,created_at
                        c,a,m,1,2026-03-31T23:59:59.5Z
                        c,a,m,1,2026-04-01T01:59:59+02:00
                        c,a,m,0,2026-04-01 00:00:00+00
                        c,a,m,1,2026-04-01T18:00:00Z
                        c,b,m,1,2018-02-28
                        """
                                .replace("2018", "2019"));

        assertThat(result.path("runs")).hasSize(3);
        assertThat(run(result, 0).path("createdAt").asText()).isEqualTo("2019-02-28T00:00:00Z");
        assertThat(run(result, 1).path("createdAt").asText()).isEqualTo("2026-03-31T23:59:59Z");
        assertThat(counts(run(result, 1))).containsExactly(2, 2, 0, 0);
        var last = run(result, 2);
        assertThat(last.path("createdAt").asText()).isEqualTo("2026-04-01T00:00:00Z");
        assertThat(last.path("finishedAt").asText()).isEqualTo("2026-04-01T18:00:00Z");
        assertThat(counts(last)).containsExactly(2, 1, 1, 0);
        var executions = executions(result, 2);
        assertThat(executions.get(0).path("finishedAt").asText()).startsWith("2026-04-01T00:00");
        assertThat(executions.get(0).path("repeat").asInt()).isZero();
        assertThat(executions.get(1).path("repeat").asInt()).isEqualTo(1);
        assertThat(executions.get(1).path("finishedAt").asText()).startsWith("2026-04-01T18:00");
    }

    @Test
    void the_same_text_a_second_time_adds_nothing_packed_or_not() throws IOException {
        var text = PLAIN + "c,a,m,1\nc,b,m,0\n";
        var first = taken(text);

        var packed = new ByteArrayOutputStream();
        try (var gzip = new GZIPOutputStream(packed)) {
            gzip.write(text.getBytes(StandardCharsets.UTF_8));
        }
        var second = send(packed.toByteArray(), "").json();

        assertThat(second.path("added").asInt()).isZero();
        assertThat(second.path("runs")).isEqualTo(first.path("runs"));
        assertThat(api.get(root + "/runs").json().path("items")).hasSize(1);
    }

    @Test
    void later_imports_share_cards_and_cases_and_add_to_the_suite() {
        taken(PLAIN + "c,a,m,1\nc,b,m,0\n");
        var second = taken(PLAIN + "c,b,m,1\nc,x,m,1\n");
        var third = taken(PLAIN + "c,x,m,0\n");

        assertThat(second.path("cards").asInt()).isZero();
        assertThat(second.path("cases").asInt()).isEqualTo(1);
        assertThat(second.path("revision").asInt()).isEqualTo(2);
        assertThat(third.path("revision").asInt()).isEqualTo(2);
        assertThat(api.get(root + "/suites/imported/cases").json().path("items"))
                .extracting(one -> one.path("key").asText())
                .containsExactly("a", "b", "x");
    }

    @Test
    void cases_of_a_suite_that_is_there_are_paired_by_key_and_never_added_to_it() {
        var lines =
                "{\"suite\": {}}\n{\"key\": \"first\", \"vars\": {\"a\": \"1\"}}\n"
                        + "{\"key\": \"second\", \"vars\": {\"a\": \"2\"}}\n";
        api.stream(
                "POST",
                root + "/suites/mine/revisions",
                new ByteArrayInputStream(lines.getBytes(StandardCharsets.UTF_8)),
                "application/x-ndjson");

        var result = send(PLAIN + "c,second,m,1\n", "?suite=mine").json();
        var refused = send(PLAIN + "c,first,m,1\nc,third,m,1\n", "?suite=mine");

        assertThat(executions(result, 0).get(0).path("vars").path("a").asText()).isEqualTo("2");
        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.text()).contains("line 3, column case_id");
        assertThat(api.get(root + "/suites/mine").json().path("revision").asInt()).isEqualTo(1);
    }

    @Test
    void versions_are_those_the_rows_name() {
        var result = taken("card,case_id,model,passed,version\nc,a,m,1,3\nc,a,m,0,2\n");
        var unnamed = send(PLAIN + "c,a,m,1\n", "");
        var unknown = send("card,case_id,model,passed,version\nc,a,m,1,3\nc,a,m,1,4\n", "");

        assertThat(executions(result, 0))
                .extracting(one -> one.path("version").asInt())
                .containsExactly(3, 2);
        assertThat(api.get(root + "/cards/c").json().path("latestVersion").asInt()).isEqualTo(3);
        assertThat(unnamed.text()).contains("line 2, column version").contains("3 versions");
        assertThat(unknown.text()).contains("line 3, column version").contains("has only 3");
        assertThat(api.get(root + "/runs").json().path("items")).hasSize(1);
    }

    @Test
    void tries_are_numbered_as_the_rows_say_or_as_they_come() {
        var numbered =
                taken(
                        """
                        card,case_id,model,passed,repeat
                        c,a,m,1,2
                        c,a,m,0,0
                        """);
        var twice =
                send(
                        """
                        card,case_id,model,passed,repeat
                        c,a,m,1,1
                        c,b,m,1,1
                        c,a,m,0,1
                        """,
                        "");

        assertThat(run(numbered, 0).path("repeats").asInt()).isEqualTo(3);
        assertThat(executions(numbered, 0))
                .extracting(one -> one.path("repeat").asInt())
                .containsExactly(0, 2);
        assertThat(twice.text()).contains("line 4, column repeat: line 2");
    }

    @Test
    void nothing_of_an_imported_run_is_tried_again() {
        var result = taken("card,case_id,model,passed,error\nc,a,m,,down\n");

        var again =
                api.send(
                        "POST",
                        root
                                + "/runs/"
                                + result.path("runs").path(0).path("number")
                                + "/retry-errors",
                        "{}");

        assertThat(again.status()).isEqualTo(409);
        assertThat(again.text()).contains("was imported");
    }

    @Test
    void imported_executions_are_no_calls_and_no_spend_and_leave_an_event() {
        api.send("PATCH", root + "/limits", "{\"executionsPerDay\": 1, \"spendPerMonthUsd\": 1}");

        taken("card,case_id,model,passed,cost_usd\nc,a,m,1,5\nc,b,m,1,5\n");

        var limits = api.get(root + "/limits").json();
        assertThat(limits.toString()).doesNotContain("10.0");
        assertThat(api.get(root + "/audit?action=run.import").json().path("items")).hasSize(1);
    }

    @Test
    void what_is_imported_counts_as_stored_and_must_fit() {
        var text =
                "card,case_id,model,passed,output,error%nc,a,m,1,%s,%nc,b,m,,,%s%n"
                        .formatted(noise(), noise());
        api.send("PATCH", root + "/limits", "{\"storedBytes\": 10000}");
        var refused = send(text, "");
        api.send("PATCH", root + "/limits", "{\"storedBytes\": 100000}");
        taken(text);

        assertThat(refused.status()).isEqualTo(409);
        assertThat(refused.text()).contains("storedBytes");
        assertThat(api.get(root + "/limits").json().at("/storedBytes/used").asInt())
                .isBetween(12_000, 20_000);
    }

    /// 8000 characters that cannot be compressed.
    private static String noise() {
        var bytes = new byte[6000];
        new Random().nextBytes(bytes);
        return Base64.getEncoder().encodeToString(bytes);
    }

    @Test
    void versions_nobody_recorded_are_no_more_than_rows() {
        var header = "card,case_id,model,passed,version\n";
        taken(header + "a,x,m,1,1000\n");
        var refused = send(header + "b,x,m,1,1000\nc,x,m,1,1\n", "");

        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.text()).contains("line 3, column version").contains("1,001 versions");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\0',
            value = {
                "card,case_id,model,passed,score~c,a,m,1,NaN|line 2, column score",
                "card,case_id,model,passed,score~c,a,m,1,Infinity|line 2, column score",
                "card,case_id,model,passed,score~c,a,m,1,1e999999999|line 2, column score",
                "card,case_id,model,passed,cost_usd~c,a,m,1,1e-999999999|line 2, column cost_usd",
                "card,case_id,model,passed,cost_usd~c,a,m,1,-1|line 2, column cost_usd",
                "card,case_id,model,passed,execution_time_ms~c,a,m,1,fast|column execution_time_ms",
                "card,case_id,model,passed,prompt_tokens~c,a,m,1,1.5|must be a whole number",
                "card,case_id,model,passed,created_at~c,a,m,1,2026-04-01T00:00:00|with its zone",
                "card,case_id,model,passed,created_at~c,a,m,1,2026-13-01|line 2, column created_at",
                "card,case_id,model,passed,created_at~c,a,m,1,1999-01-01|must lie between",
                "card,case_id,model,passed,created_at~c,a,m,1,2999-01-01|must lie between",
                "card,case_id,model,passed~c,a,m,yes|line 2, column passed: must be 1 or 0",
                "card,case_id,model,passed~c,a,m,|line 2, column passed: is empty",
                "card,case_id,model,passed,error~c,a,m,1,down|has not passed",
                "card,case_id,model,passed~c,a,m,1~c,,m,1|line 3, column case_id: is empty",
                "card,case_id,model,passed~c,a,m,1,more|line 2: the row has 5 cells",
                "card,case_id,model,passed~c,a,m|line 2: the row has 3 cells",
                "card,case_id,model,passed~c,a,m,1~c,\"a,m,1|line 3: broken CSV",
                "card,case_id,model,passed~C d,a,m,1~c-d,a,m,1|line 3, column card",
                "card,case_id,model|there is no column 'passed'",
                "card,case_id,model,passed,pased|'pased' is not known",
                "card,card,case_id,model,passed|two columns are named 'card'",
                "card;case_id;model;passed~c;a;m;1|commas between the cells",
                "card,case_id,model,passed|no executions",
            })
    void a_fault_is_named_by_line_and_column_and_nothing_is_stored(String text, String fault) {
        var answer = send(text.replace('~', '\n') + "\n", "");

        assertThat(answer.status()).as(answer.text()).isEqualTo(400);
        assertThat(answer.json().path("detail").asText()).contains(fault);
        assertThat(api.get(root + "/runs").json().path("items")).isEmpty();
        assertThat(api.get(root + "/cards").json().path("items")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "\uFEFF"})
    void an_empty_file_is_one(String text) {
        assertThat(send(text, "").text()).contains("line 1: the file is empty");
    }

    @Test
    void what_is_damaged_is_told() throws IOException {
        var packed = new ByteArrayOutputStream();
        try (var gzip = new GZIPOutputStream(packed)) {
            for (int i = 0; i < 10_000; i++) {
                gzip.write(
                        (i == 0 ? PLAIN : "c," + i * 7919 % 10_007 + ",m,1\n")
                                .getBytes(StandardCharsets.UTF_8));
            }
        }
        var half = java.util.Arrays.copyOf(packed.toByteArray(), packed.size() / 2);

        assertThat(send(half, "").text()).contains("damaged or cut off");
        assertThat(
                        send((PLAIN + "c,a,\u00e9,1\n").getBytes(StandardCharsets.ISO_8859_1), "")
                                .text())
                .contains("not UTF-8");
        assertThat(send(new byte[] {0x1f, (byte) 0x8b, 1}, "").status()).isEqualTo(400);
    }

    @Test
    void a_byte_order_mark_windows_lines_and_quoted_lines_are_read() {
        var result =
                taken(
                        "\uFEFF\"card\",case_id,model,passed,output\r\n"
                                + "c,a,m,true,\"two\r\nlines, \"\"quoted\"\"\"\r\n");

        assertThat(executions(result, 0).get(0).path("output").asText())
                .isEqualTo("two\r\nlines, \"quoted\"");
    }

    private JsonNode taken(String text) {
        var answer = send(text, "");
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        return answer.json();
    }

    private Api.Answer send(String text, String query) {
        return send(text.getBytes(StandardCharsets.UTF_8), query);
    }

    private Api.Answer send(byte[] bytes, String query) {
        return api.stream(
                "POST", root + "/runs/import" + query, new ByteArrayInputStream(bytes), "text/csv");
    }

    private JsonNode run(JsonNode result, int index) {
        return api.get(root + "/runs/" + result.path("runs").path(index).path("number").asText())
                .json();
    }

    private List<JsonNode> executions(JsonNode result, int index) {
        var id = result.path("runs").path(index).path("id").asText();
        var found = new java.util.ArrayList<JsonNode>();
        api.get(root + "/runs/" + id + "/executions").json().path("items").forEach(found::add);
        return found;
    }

    private static List<Integer> counts(JsonNode run) {
        return counts(run, "total", "passed", "failed", "errors");
    }

    private static List<Integer> counts(JsonNode node, String... fields) {
        return java.util.Arrays.stream(fields).map(name -> node.path(name).asInt()).toList();
    }
}
