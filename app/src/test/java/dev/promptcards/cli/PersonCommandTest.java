package dev.promptcards.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.promptcards.OnTestServers;
import dev.promptcards.identity.SomePeople;
import dev.promptcards.tenancy.UserId;

import io.micronaut.runtime.server.EmbeddedServer;
import io.micronaut.test.extensions.junit5.annotation.MicronautTest;

import jakarta.inject.Inject;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.api.parallel.Resources;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// `promptcards person`, as who runs the installation uses it.
@MicronautTest
@ResourceLock(Resources.SYSTEM_OUT)
@ResourceLock(Resources.SYSTEM_ERR)
class PersonCommandTest implements OnTestServers {

    @Inject EmbeddedServer server;
    @TempDir Path directory;
    private final UserId user = SomePeople.person();
    private final String email = user + "@example.org";

    @BeforeEach
    void findServer() {
        Command.find(server.getURI(), directory.resolve("data"));
    }

    @Test
    void somebody_is_shown_shut_out_let_in_again_and_erased() {
        assertThat(said("show", email)).contains(user.toString(), "Somebody", email);
        assertThat(said("disable", email)).contains("  disabled 20");
        assertThat(said("enable", user.toString())).doesNotContain("disabled");
        assertThat(said("data", email)).startsWith("{").contains("\"email\":\"" + email + "\"");

        var unsure = run("erase", email);
        assertThat(unsure.exitCode()).isEqualTo(1);
        assertThat(unsure.complained()).contains("--yes");
        assertThat(said("show", email)).contains(email);

        said("erase", email, "--yes");
        assertThat(said("show", user.toString())).contains("  erased 20").doesNotContain(email);
        assertThat(run("show", email).complained()).contains("nobody with the address");
    }

    @Test
    void somebody_runs_the_installation_and_then_no_more() {
        var first = SomePeople.person();
        var other = SomePeople.person();
        assertThat(said("admin", first + "@example.org")).contains("  administrator");
        assertThat(said("admin", other.toString())).contains("  administrator");
        assertThat(said("admin", other.toString(), "--revoke")).doesNotContain("administrator");
    }

    private String said(String... arguments) {
        var done = run(arguments);
        assertThat(done.exitCode()).as(done.text()).isZero();
        return done.said();
    }

    private Command run(String... arguments) {
        var all = new ArrayList<>(List.of("person"));
        all.addAll(List.of(arguments));
        all.addAll(List.of("--data", directory.resolve("data").toString()));
        return Command.run(all.toArray(String[]::new));
    }
}
