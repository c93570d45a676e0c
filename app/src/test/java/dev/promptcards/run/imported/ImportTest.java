package dev.promptcards.run.imported;

import static org.assertj.core.api.Assertions.assertThat;

import dev.promptcards.Api;
import dev.promptcards.OnTestServers;
import dev.promptcards.TestServers;

import io.micronaut.runtime.server.EmbeddedServer;
import io.micronaut.test.extensions.junit5.annotation.MicronautTest;

import jakarta.inject.Inject;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import java.util.zip.GZIPOutputStream;

/// What becomes of the rows of a file.
@MicronautTest
class ImportTest implements OnTestServers {

    private static final String PLAIN = "card,case_id,model,passed\n";

    @Inject EmbeddedServer server;
    private Api api;
    private String root;
    private ImportedFiles files;

    @BeforeEach
    void newWorkspace() {
        api = new Api(server.getURI());
        root = "/api/v1/workspaces/w-" + TestServers.workspace();
        files = new ImportedFiles(api, root);
    }

    @Test
    void rows_become_a_run_that_has_ended_with_a_card_a_suite_and_cases() {
        var result =
                files.taken(
                        """
                        card,case_id,model,passed,score,execution_time_ms,cost_usd,error,output,reason,prompt_tokens
                        My Poet,b,m1,1,0.75,120.5,0.0125,,a poem,well done,7
                        My Poet,a,m1,0,,,,,,,
                        My Poet,a,m2,,,,,broken pipe,,,
                        """);

        assertThat(result.path("added").asInt()).isEqualTo(3);
        assertThat(result.path("cards").asInt()).isEqualTo(1);
        assertThat(result.path("cases").asInt()).isEqualTo(2);
        var run = files.run(result, 0);
        assertThat(run.path("state").asText()).isEqualTo("completed");
        assertThat(run.path("source").path("kind").asText()).isEqualTo("import");
        assertThat(run.path("suite").asText()).isEqualTo("imported");
        assertThat(ImportedFiles.counts(run)).containsExactly(3, 1, 1, 1);
        assertThat(run.path("unpriced").asInt()).isEqualTo(1);
        assertThat(run.path("costUsd").decimalValue()).isEqualByComparingTo("0.0125");
        var figures = run.path("summary");
        assertThat(ImportedFiles.counts(figures, "executions", "passed", "failed", "errors"))
                .containsExactly(3, 1, 1, 1);
        assertThat(figures.path("unpriced").asInt()).isEqualTo(1);
        assertThat(figures.path("meanScore").asDouble()).isEqualTo(0.75);
        assertThat(run.path("columns")).hasSize(2);

        var first = files.executions(result, 0).get(0);
        assertThat(first.path("caseKey").asText()).isEqualTo("b");
        assertThat(first.path("card").asText()).isEqualTo("my-poet");
        assertThat(first.path("executionTimeMs").asLong()).isEqualTo(121);
        assertThat(first.path("output").asText()).isEqualTo("a poem");
        assertThat(first.path("prompt").isNull()).isTrue();
        var unrecorded = files.executions(result, 0).get(1);
        assertThat(unrecorded.path("caseKey").asText()).isEqualTo("a");
        for (var field : List.of("score", "executionTimeMs", "costUsd", "promptTokens", "output")) {
            assertThat(unrecorded.path(field).isNull()).as(field).isTrue();
        }
        var error = files.executions(result, 0).get(2);
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
                files.taken(
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
        assertThat(files.run(result, 0).path("createdAt").asText())
                .isEqualTo("2019-02-28T00:00:00Z");
        assertThat(files.run(result, 1).path("createdAt").asText())
                .isEqualTo("2026-03-31T23:59:59Z");
        assertThat(ImportedFiles.counts(files.run(result, 1))).containsExactly(2, 2, 0, 0);
        var last = files.run(result, 2);
        assertThat(last.path("createdAt").asText()).isEqualTo("2026-04-01T00:00:00Z");
        assertThat(last.path("finishedAt").asText()).isEqualTo("2026-04-01T18:00:00Z");
        assertThat(ImportedFiles.counts(last)).containsExactly(2, 1, 1, 0);
        var executions = files.executions(result, 2);
        assertThat(executions.get(0).path("finishedAt").asText()).startsWith("2026-04-01T00:00");
        assertThat(executions.get(0).path("repeat").asInt()).isZero();
        assertThat(executions.get(1).path("repeat").asInt()).isEqualTo(1);
        assertThat(executions.get(1).path("finishedAt").asText()).startsWith("2026-04-01T18:00");
    }

    @Test
    void the_same_text_a_second_time_adds_nothing_packed_or_not() throws IOException {
        var text = PLAIN + "c,a,m,1\nc,b,m,0\n";
        var first = files.taken(text);

        var packed = new ByteArrayOutputStream();
        try (var gzip = new GZIPOutputStream(packed)) {
            gzip.write(text.getBytes(StandardCharsets.UTF_8));
        }
        var second = files.send(packed.toByteArray(), "").json();

        assertThat(second.path("added").asInt()).isZero();
        assertThat(second.path("runs")).isEqualTo(first.path("runs"));
        assertThat(api.get(root + "/runs").json().path("items")).hasSize(1);
    }

    @Test
    void later_imports_share_cards_and_cases_and_add_to_the_suite() {
        files.taken(PLAIN + "c,a,m,1\nc,b,m,0\n");
        var second = files.taken(PLAIN + "c,b,m,1\nc,x,m,1\n");
        var third = files.taken(PLAIN + "c,x,m,0\n");

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

        var result = files.send(PLAIN + "c,second,m,1\n", "?suite=mine").json();
        var refused = files.send(PLAIN + "c,first,m,1\nc,third,m,1\n", "?suite=mine");

        assertThat(files.executions(result, 0).get(0).path("vars").path("a").asText())
                .isEqualTo("2");
        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.text()).contains("line 3, column case_id");
        assertThat(api.get(root + "/suites/mine").json().path("revision").asInt()).isEqualTo(1);
    }

    @Test
    void versions_are_those_the_rows_name() {
        var result = files.taken("card,case_id,model,passed,version\nc,a,m,1,3\nc,a,m,0,2\n");
        var unnamed = files.send(PLAIN + "c,a,m,1\n", "");
        var unknown = files.send("card,case_id,model,passed,version\nc,a,m,1,3\nc,a,m,1,4\n", "");

        assertThat(files.executions(result, 0))
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
                files.taken(
                        """
                        card,case_id,model,passed,repeat
                        c,a,m,1,2
                        c,a,m,0,0
                        """);
        var twice =
                files.send(
                        """
                        card,case_id,model,passed,repeat
                        c,a,m,1,1
                        c,b,m,1,1
                        c,a,m,0,1
                        """,
                        "");

        assertThat(files.run(numbered, 0).path("repeats").asInt()).isEqualTo(3);
        assertThat(files.executions(numbered, 0))
                .extracting(one -> one.path("repeat").asInt())
                .containsExactly(0, 2);
        assertThat(twice.text()).contains("line 4, column repeat: line 2");
    }

    @Test
    void nothing_of_an_imported_run_is_tried_again() {
        var result = files.taken("card,case_id,model,passed,error\nc,a,m,,down\n");

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

        files.taken("card,case_id,model,passed,cost_usd\nc,a,m,1,5\nc,b,m,1,5\n");

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
        var refused = files.send(text, "");
        api.send("PATCH", root + "/limits", "{\"storedBytes\": 100000}");
        files.taken(text);

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
}
