package dev.promptcards.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.promptcards.Api;
import dev.promptcards.OnTestServers;
import dev.promptcards.TestServers;

import io.micronaut.runtime.server.EmbeddedServer;
import io.micronaut.test.extensions.junit5.annotation.MicronautTest;

import jakarta.inject.Inject;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.api.parallel.Resources;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

@MicronautTest(transactional = false)
@ResourceLock(Resources.SYSTEM_OUT)
@ResourceLock(Resources.SYSTEM_ERR)
class LimitsCommandTest implements OnTestServers {

    @Inject EmbeddedServer server;
    @TempDir Path data;
    private String workspace;

    @BeforeEach
    void aWorkspaceOfItsOwn() {
        workspace = TestServers.unique("limits");
        Command.find(server.getURI(), data);
        new Api(server.getURI())
                .send("PUT", "/api/v1/workspaces/" + workspace, "{\"name\": \"Limits\"}");
    }

    @Test
    void limits_are_set_shown_and_taken_away() {
        var set = run("limits", "set", "--runs", "5", "--spend-per-month", "12.5");
        assertThat(set.exitCode()).as(set.text()).isZero();
        var shown = run("limits", "show").said();
        assertThat(shown)
                .containsPattern("runs in flight +5 +0")
                .containsPattern("executions a day +none +0 +0")
                .containsPattern("USD a month +12.5000 +0 +0")
                .containsPattern("stored bytes +none");
        assertThat(run("limits", "set", "--runs", "none").said())
                .containsPattern("runs in flight +none")
                .containsPattern("USD a month +12.5000");
    }

    @Test
    void what_two_runs_have_stored_is_shown_after_them() throws IOException {
        run("limits", "set", "--stored-bytes", "1000000");
        assertThat(run("limits", "show").said()).containsPattern("stored bytes +1,000,000 +0");

        var first = storedAfter("{prompts: [hello], providers: [echo]}");
        var second = storedAfter("{prompts: [good evening to you], providers: [echo]}");

        assertThat(first).isPositive();
        assertThat(second).isGreaterThan(first);
    }

    private long storedAfter(String config) throws IOException {
        var file = Files.writeString(data.resolve("promptfooconfig.yaml"), config);
        var evaluated = run("eval", "--config", file.toString());
        assertThat(evaluated.exitCode()).as(evaluated.text()).isZero();
        var shown = run("limits", "show").said();
        var stored =
                Pattern.compile(
                                "stored bytes +1,000,000 +([0-9,]+)\\s+Stored bytes were measured"
                                        + " at 20")
                        .matcher(shown);
        assertThat(stored.find()).as(shown).isTrue();
        return Long.parseLong(stored.group(1).replace(",", ""));
    }

    @Test
    void what_is_no_limit_is_refused_and_changes_nothing() {
        assertThat(run("limits", "set", "--runs", "many").complained())
                .contains("'many' is neither a number nor none");
        assertThat(run("limits", "set").complained()).contains("--spend-per-month");
        assertThat(run("limits", "set", "--runs", "-1").complained()).contains("runsInFlight");
        assertThat(Command.run("limits").complained()).contains("limits show");
        assertThat(run("limits", "show").said()).containsPattern("runs in flight +none");
    }

    private Command run(String... arguments) {
        var all = new ArrayList<>(List.of(arguments));
        all.addAll(List.of("--workspace", workspace, "--data", data.toString()));
        return Command.run(all.toArray(String[]::new));
    }
}
