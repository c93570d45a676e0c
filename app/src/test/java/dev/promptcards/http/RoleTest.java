package dev.promptcards.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.promptcards.Api;
import dev.promptcards.TestServers;

import io.micronaut.context.ApplicationContext;
import io.micronaut.runtime.server.EmbeddedServer;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.util.HashMap;

class RoleTest {

    @ParameterizedTest
    @CsvSource({"all,200,200", "api,200,200", "worker,404,404", "analytics,404,200"})
    void only_some_roles_serve_the_interface_and_all_tell_their_health(
            String role, int status, int reports) {
        var properties = new HashMap<String, Object>(TestServers.properties());
        properties.put("promptcards.role", role);
        properties.put("micronaut.server.port", "-1");
        try (var server = ApplicationContext.run(EmbeddedServer.class, properties)) {
            var api = new Api(server.getURI());
            assertThat(api.get("/api/v1/workspaces/default/cards").status()).isEqualTo(status);
            assertThat(api.get("/api/v1/workspaces/default/analytics").status()).isEqualTo(reports);
            assertThat(api.get("/health/liveness").status()).isEqualTo(200);
        }
    }
}
