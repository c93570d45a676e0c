package dev.promptcards.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.api.parallel.Resources;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/// `promptcards login` and `logout`, with a server that answers what the test says.
@ResourceLock(Resources.SYSTEM_OUT)
@ResourceLock(Resources.SYSTEM_ERR)
class LoginCommandTest {

    private static final String BEGUN =
            "200 {\"deviceCode\": \"pcd_1\", \"userCode\": \"BCDF-GHJK\", \"verificationUri\":"
                    + " \"/device\", \"interval\": 0, \"expiresIn\": 600}";
    private static final String PENDING = "400 {\"error\": \"authorization_pending\"}";
    private static final String TOKENS =
            "200 {\"accessToken\": \"pca_1\", \"expiresIn\": 900, \"refreshToken\": \"pcr_1\"}";

    @TempDir Path directory;
    private final Deque<String> answers = new ArrayDeque<>();
    private final List<String> asked = new ArrayList<>();
    private HttpServer http;
    private String server;

    @BeforeEach
    void start() throws IOException {
        http = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        http.createContext("/", this::answer);
        http.start();
        server = "http://127.0.0.1:" + http.getAddress().getPort();
    }

    @AfterEach
    void stop() {
        http.stop(0);
    }

    @Test
    void the_address_and_the_code_are_printed_and_the_tokens_kept() throws IOException {
        answers.addAll(List.of(BEGUN, PENDING, PENDING, TOKENS));

        var done = run("login");

        assertThat(done.exitCode()).as(done.text()).isZero();
        assertThat(done.complained())
                .contains(server + "/device", "BCDF-GHJK", "You are signed in at " + server);
        assertThat(done.text()).doesNotContain("pca_", "pcr_", "pcd_");
        assertThat(asked.get(1)).contains("\"grantType\":\"device_code\"", "pcd_1");
        assertThat(credentials()).contains("\"" + server + "\"", "pca_1", "pcr_1");
    }

    @Test
    void a_sign_in_that_is_turned_away_keeps_nothing() {
        answers.addAll(
                List.of(
                        BEGUN,
                        "400 {\"error\": \"access_denied\", \"detail\": \"The sign-in was turned"
                                + " away.\"}"));

        var done = run("login");

        assertThat(done.exitCode()).isEqualTo(1);
        assertThat(done.complained()).contains("turned away");
        assertThat(directory.resolve("data/credentials.json")).doesNotExist();
    }

    @Test
    void signing_out_tells_the_server_and_forgets() throws IOException {
        answers.addAll(List.of(BEGUN, TOKENS, "204 "));
        run("login");

        var done = run("logout");

        assertThat(done.exitCode()).as(done.text()).isZero();
        assertThat(asked.getLast()).startsWith("/api/v1/auth/revoke").contains("pcr_1");
        assertThat(credentials()).doesNotContain("pcr_1");
        assertThat(run("logout").complained()).contains("You were not signed in");
    }

    @Test
    void signing_out_forgets_even_where_the_server_is_gone() throws IOException {
        answers.addAll(List.of(BEGUN, TOKENS));
        run("login");
        http.stop(0);

        var done = run("logout");

        assertThat(done.exitCode()).isEqualTo(1);
        assertThat(done.complained()).contains("goes on at the server");
        assertThat(credentials()).doesNotContain("pcr_1");
    }

    @Test
    void without_a_server_one_must_be_named() {
        var done = Command.run("login", "--data", directory.resolve("data").toString());

        assertThat(done.exitCode()).isEqualTo(1);
        assertThat(done.complained()).contains("--server URL");
    }

    @Test
    void what_is_no_address_is_told_so() {
        server = "cards.example.org";

        assertThat(run("login").complained()).contains("no address such as");
    }

    private Command run(String command) {
        return Command.run(
                command, "--server", server, "--data", directory.resolve("data").toString());
    }

    private String credentials() throws IOException {
        return Files.readString(directory.resolve("data/credentials.json"));
    }

    private void answer(HttpExchange exchange) throws IOException {
        asked.add(
                exchange.getRequestURI()
                        + " "
                        + new String(
                                exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
        var answer = answers.isEmpty() ? "500 " : answers.poll();
        byte[] body = answer.substring(4).getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(
                Integer.parseInt(answer.substring(0, 3)), body.length == 0 ? -1 : body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }
}
