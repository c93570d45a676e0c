package dev.promptcards.cli.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.sun.net.httpserver.HttpServer;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicReference;

class ApiClientTest {

    private final AtomicReference<String> authorization = new AtomicReference<>("");
    private HttpServer server;
    private URI url;
    private int status = 200;
    private String body = "{}";

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext(
                "/",
                exchange -> {
                    authorization.set(exchange.getRequestHeaders().getFirst("Authorization"));
                    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
                    exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
                    exchange.getResponseBody().write(bytes);
                    exchange.close();
                });
        server.start();
        url = URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    @Test
    void every_request_shows_the_token() {
        try (ApiClient client = new ApiClient(url, "key")) {
            client.get("/api/v1/anything");
        }

        assertThat(authorization.get()).isEqualTo("Bearer key");
    }

    @Test
    void an_answer_without_a_body_is_a_missing_node() {
        status = 204;
        body = "";
        try (ApiClient client = new ApiClient(url, "key")) {
            assertThat(client.post("/", JsonNodeFactory.instance.objectNode()).isMissingNode())
                    .isTrue();
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "422 | {\"title\":\"Invalid\",\"detail\":\"No card greet.\"} | No card greet.",
                "404 | {\"title\":\"Not found\"}                             | Not found",
                "502 | <html>Bad gateway</html>                              | <html>Bad"
                        + " gateway</html>",
                "500 | {}                                                    | answers 500",
            })
    void a_refusal_is_told_in_the_servers_own_words(int code, String answer, String message) {
        status = code;
        body = answer;
        try (ApiClient client = new ApiClient(url, "key")) {
            assertThatThrownBy(() -> client.get("/"))
                    .isInstanceOf(CommandFailure.class)
                    .hasMessageContaining(message);
        }
    }

    @Test
    void where_nobody_listens_the_remedy_is_named() {
        server.stop(0);
        try (ApiClient client = new ApiClient(url, "key")) {
            assertThatThrownBy(() -> client.get("/"))
                    .isInstanceOf(CommandFailure.class)
                    .hasMessageContaining(url.toString())
                    .hasMessageContaining("promptcards serve");
        }
        assertThat(ApiClient.answers(url)).isFalse();
    }
}
