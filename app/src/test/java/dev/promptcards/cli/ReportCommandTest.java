package dev.promptcards.cli;

import static dev.promptcards.analytics.SomeRuns.Try.failed;
import static dev.promptcards.analytics.SomeRuns.Try.passed;

import static org.assertj.core.api.Assertions.assertThat;

import dev.promptcards.OnTestServers;
import dev.promptcards.TestServers;
import dev.promptcards.analytics.SomeRuns;

import io.micronaut.runtime.server.EmbeddedServer;
import io.micronaut.test.extensions.junit5.annotation.MicronautTest;

import jakarta.inject.Inject;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.api.parallel.Resources;

import java.nio.file.Path;
import java.time.Clock;
import java.util.stream.Stream;

@MicronautTest
@ResourceLock(Resources.SYSTEM_OUT)
@ResourceLock(Resources.SYSTEM_ERR)
class ReportCommandTest implements OnTestServers {

    @Inject EmbeddedServer server;
    @TempDir Path data;
    private String workspace;

    @BeforeEach
    void two_cases() {
        Command.find(server.getURI(), data);
        var id = TestServers.workspace();
        workspace = "w-" + id;
        new SomeRuns(TestServers.database(), id)
                .run(
                        Clock.systemUTC().instant().toString(),
                        "basics",
                        "poet",
                        1,
                        "openai:gpt-a",
                        failed("moon").took(12).because("Expected output to contain \"moon\""),
                        passed("sun").took(1234567));
    }

    @Test
    void without_a_name_the_reports_are_listed() {
        var listed = report();

        assertThat(listed.exitCode()).as(listed.text()).isZero();
        assertThat(listed.said().lines().map(it -> it.split(" ")[0]))
                .contains("REPORT", "daily", "history", "failures");
        assertThat(listed.said()).contains("--card, --version, --suite, --model");
    }

    @Test
    void a_report_is_a_table_csv_or_json_with_the_same_columns() {
        var table = report("slowest", "--limit", "1");
        var csv = report("slowest", "--format", "csv", "--window", "all", "--version", "1");
        var json = report("slowest", "--format", "JSON", "--model", "gpt-a");

        assertThat(table.said().lines().findFirst().orElseThrow())
                .startsWith("card  version  provider  model  case  run  outcome");
        assertThat(table.said()).contains("poet  1        openai    gpt-a  sun   1    passed");
        assertThat(table.complained()).contains("There are more rows: raise --limit.");
        assertThat(csv.said()).startsWith("card,version,provider,model,case,run,outcome,");
        assertThat(csv.said().lines()).hasSize(3);
        assertThat(json.said()).contains("\"report\" : \"slowest\"", "\"case\" : \"moon\"");
    }

    @Test
    void a_table_leaves_out_columns_nothing_stands_in() {
        assertThat(report("models").said())
                .contains("latency_p50_ms")
                .doesNotContain("completion_tokens", "p_value");
        assertThat(report("models", "--format", "csv").said()).contains("completion_tokens,");
        assertThat(report("models", "--window", "2020-01-01..2020-02-01").said())
                .contains("completion_tokens", "p_value");
    }

    @Test
    void what_is_wrong_is_said_in_the_servers_words() {
        assertThat(report("slowest", "--window", "x").text()).contains("window: expected days");
        assertThat(report("nothing").text()).contains("There is no report `nothing`");
        assertThat(report("history", "--baseline", "gpt-a").exitCode()).isEqualTo(1);
    }

    @Test
    void how_the_installation_does_is_a_table_or_json() {
        var table = operations("pool");
        var json = operations("cache", "--json");
        var refused = operations("index-usage");

        assertThat(table.said().lines().findFirst().orElseThrow())
                .matches("figure +of +statistic +value");
        assertThat(table.said()).contains("hikaricp.connections.max");
        assertThat(json.said()).contains("\"figure\" : \"promptcards.cache.hits\"");
        assertThat(refused.exitCode()).isEqualTo(1);
        assertThat(refused.complained()).contains("Set DATABASE_MONITOR_URL");
    }

    private Command operations(String... arguments) {
        return Command.run(
                Stream.of(
                                Stream.of("operations"),
                                Stream.of(arguments),
                                Stream.of("--data", data.toString()))
                        .flatMap(it -> it)
                        .toArray(String[]::new));
    }

    private Command report(String... arguments) {
        return Command.run(
                Stream.of(
                                Stream.of("report"),
                                Stream.of(arguments),
                                Stream.of("--data", data.toString(), "--workspace", workspace))
                        .flatMap(it -> it)
                        .toArray(String[]::new));
    }
}
