package dev.promptcards.cli.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.promptcards.cli.server.ServerSettings.Role;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.Map;

class ServerSettingsTest {

    private static final String DATABASE = "postgres://app:secret@db.example:5432/cards";
    private static final String REDIS = "redis://cache.example:6379";

    @Test
    void without_addresses_everything_is_embedded() {
        ServerSettings settings = ServerSettings.inCommand(Map.of());

        assertThat(settings.embedsDatabase()).isTrue();
        assertThat(settings.embedsRedis()).isTrue();
    }

    @Test
    void a_database_of_ones_own_comes_with_the_cache_of_ones_own_or_none() {
        ServerSettings settings = ServerSettings.inCommand(Map.of("DATABASE_URL", DATABASE));

        assertThat(settings.embedsDatabase()).isFalse();
        assertThat(settings.embedsRedis()).isFalse();
        assertThat(settings.redisUrl()).isEmpty();
    }

    @Test
    void a_cache_of_ones_own_goes_with_the_embedded_database() {
        ServerSettings settings = ServerSettings.inCommand(Map.of("REDIS_URL", REDIS));

        assertThat(settings.embedsDatabase()).isTrue();
        assertThat(settings.embedsRedis()).isFalse();
        assertThat(settings.redisUrl()).contains(REDIS);
    }

    @Test
    void an_empty_variable_is_none() {
        assertThat(ServerSettings.inCommand(Map.of("DATABASE_URL", " ")).embedsDatabase()).isTrue();
    }

    @Test
    void an_owner_without_an_application_role_is_refused() {
        assertThatThrownBy(() -> ServerSettings.inCommand(Map.of("DATABASE_OWNER_URL", DATABASE)))
                .isInstanceOf(CommandFailure.class)
                .hasMessageContaining("DATABASE_URL is not");
    }

    @Test
    void a_port_somebody_asked_for_must_be_free() throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            int port = taken.getLocalPort();

            assertThatThrownBy(() -> Ports.choose(ServerSettings.serving(Role.ALL, port, Map.of())))
                    .isInstanceOf(CommandFailure.class)
                    .hasMessageContaining("Port " + port)
                    .hasMessageContaining("--port");
        }
    }

    @Test
    void a_server_inside_a_command_takes_another_port_when_its_own_is_taken() throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            int port = taken.getLocalPort();
            ServerSettings any = ServerSettings.inCommand(Map.of());
            ServerSettings settings =
                    new ServerSettings(
                            any.role(),
                            any.host(),
                            any.publicUrl(),
                            any.singleSignOn(),
                            any.inCommand(),
                            port,
                            any.databaseUrl(),
                            any.databaseOwnerUrl(),
                            any.databaseMonitorUrl(),
                            any.redisUrl());

            assertThat(Ports.choose(settings)).isPositive().isNotEqualTo(port);
        }
    }
}
