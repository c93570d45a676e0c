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

import java.nio.file.Path;
import java.util.stream.Stream;

@MicronautTest
@ResourceLock(Resources.SYSTEM_OUT)
@ResourceLock(Resources.SYSTEM_ERR)
class AuditCommandTest implements OnTestServers {

    @Inject EmbeddedServer server;
    @TempDir Path data;
    private String workspace;

    @BeforeEach
    void one_event() {
        Command.find(server.getURI(), data);
        workspace = "w-" + TestServers.workspace();
        new Api(server.getURI())
                .send(
                        "PUT",
                        "/api/v1/workspaces/" + workspace + "/cards/poet",
                        "{\"template\": \"one\"}");
    }

    @Test
    void a_chain_is_verified_and_held_to_its_end() {
        var verified = audit("verify", "--workspace", workspace);
        assertThat(verified.exitCode()).as(verified.text()).isZero();
        assertThat(verified.said()).startsWith(workspace + ": intact, 1 events, end 1:");
        var end = verified.said().strip().replaceFirst(".*end ", "");

        var later = audit("verify", "--workspace", workspace, "--anchor", end);
        var broken = audit("verify", "--workspace", workspace, "--anchor", "1:" + "0".repeat(64));

        assertThat(later.exitCode()).isZero();
        assertThat(broken.exitCode()).isEqualTo(1);
        assertThat(broken.said()).contains(workspace + ": BROKEN", "rolled-back");
    }

    @Test
    void events_are_listed_and_exported() {
        var found = audit("search", "--workspace", workspace, "--action", "card.");
        var none = audit("search", "--workspace", workspace, "--object", "run");
        var table = audit("export", "--workspace", workspace, "--format", "csv");

        assertThat(found.said()).contains("local  card.create  card poet");
        assertThat(none.said()).isEmpty();
        assertThat(table.said()).contains(",card.create,card,");
        assertThat(audit("search", "--workspace", workspace, "--from", "x").text())
                .contains("from: expected a date");
    }

    @Test
    void old_events_are_let_go_by_the_month_only() {
        assertThat(audit("retire", "--before", "2020-01-01").said()).startsWith("0 logs");
        assertThat(audit("retire", "--before", "2020-01-02").text()).contains("first day");
    }

    private Command audit(String... arguments) {
        return Command.run(
                Stream.of(
                                Stream.of("audit"),
                                Stream.of(arguments),
                                Stream.of("--data", data.toString()))
                        .flatMap(it -> it)
                        .toArray(String[]::new));
    }
}
