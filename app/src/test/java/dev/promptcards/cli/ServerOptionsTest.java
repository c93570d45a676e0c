package dev.promptcards.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.promptcards.cli.server.CommandFailure;

import org.junit.jupiter.api.Test;

import java.net.URI;
import java.util.Map;

/// Which server commands talk to.
class ServerOptionsTest {

    private static final URI FLAG = URI.create("https://flag.example.org");
    private static final Map<String, String> ENVIRONMENT =
            Map.of("PROMPTCARDS_SERVER", " https://cards.example.org ");

    @Test
    void the_flag_comes_before_the_environment_and_that_before_the_data_directory() {
        assertThat(ServerOptions.named(FLAG, ENVIRONMENT)).contains(FLAG);
        assertThat(ServerOptions.named(null, ENVIRONMENT))
                .contains(URI.create("https://cards.example.org"));
        assertThat(ServerOptions.named(null, Map.of("PROMPTCARDS_SERVER", " "))).isEmpty();
        assertThat(ServerOptions.named(null, Map.of())).isEmpty();
    }

    @Test
    void what_is_no_address_is_told_by_the_name_of_its_variable() {
        for (var wrong : new String[] {"cards.example.org", "ftp://cards.example.org", "a b"}) {
            assertThatThrownBy(() -> ServerOptions.named(null, Map.of("PROMPTCARDS_SERVER", wrong)))
                    .isInstanceOf(CommandFailure.class)
                    .hasMessageContaining("PROMPTCARDS_SERVER: " + wrong);
        }
    }
}
