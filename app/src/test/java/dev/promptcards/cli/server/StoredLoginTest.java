package dev.promptcards.cli.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;

import dev.promptcards.identity.DrivenNode;
import dev.promptcards.identity.SomePeople;
import dev.promptcards.tenancy.UserId;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/// A sign-in that is kept on a machine, against a real server.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class StoredLoginTest {

    private static final Clock CLOCK = Clock.systemUTC();

    @TempDir Path directory;
    private DrivenNode node;
    private UserId person;
    private Logins logins;
    private Path file;

    @BeforeAll
    void start() {
        node = DrivenNode.start();
    }

    @AfterAll
    void stop() {
        node.close();
    }

    @BeforeEach
    void signIn() {
        node.advance(Duration.ofMinutes(1));
        person = SomePeople.person();
        var data = DataDirectory.of(Optional.of(directory.resolve("data")), Map.of());
        logins = new Logins(data);
        file = data.path().resolve("credentials.json");
    }

    @Test
    void a_server_of_this_machine_without_a_token_is_shown_the_sign_in() throws IOException {
        var data = DataDirectory.of(Optional.of(directory.resolve("data")), Map.of());
        Files.writeString(
                data.serverFile(),
                """
                {"url": "%s", "pid": %d, "version": "test", "role": "all", "databaseUrl": ""}
                """
                        .formatted(node.url(), ProcessHandle.current().pid()));
        try (var before = ServerConnection.running(data).orElseThrow()) {
            assertThat(before.access().word()).isEmpty();
            assertThat(before.access().remedy()).contains("promptcards login");
        }
        var login = keep(node.url(), Instant.now().plusSeconds(60));

        try (var connection = ServerConnection.running(data).orElseThrow()) {
            assertThat(connection.access().word()).isEqualTo(login.accessToken());
        }
    }

    @Test
    void a_fresh_token_is_shown_as_it_is() {
        var login = keep(node.url(), Instant.now().plusSeconds(60));

        assertThat(stored(node.url()).word()).isEqualTo(login.accessToken());
    }

    @Test
    void a_token_that_is_about_to_end_is_renewed_and_kept() throws IOException {
        var login = keep(node.url(), Instant.now().plusSeconds(10));

        var word = stored(node.url()).word();

        assertThat(word).isNotEqualTo(login.accessToken());
        assertThat(node.with(word).get("/api/v1/me/tokens").status()).isEqualTo(200);
        assertThat(logins.at(node.url()).orElseThrow().accessToken()).isEqualTo(word);
        assertThat(Files.getPosixFilePermissions(file))
                .isEqualTo(PosixFilePermissions.fromString("rw-------"));
    }

    @Test
    void of_commands_that_run_at_once_one_renews_for_all() {
        keep(node.url(), Instant.now());

        var words =
                Stream.generate(() -> stored(node.url()))
                        .limit(4)
                        .map(it -> CompletableFuture.supplyAsync(it::word))
                        .toList()
                        .stream()
                        .map(CompletableFuture::join)
                        .distinct()
                        .toList();

        assertThat(words).hasSize(1);
        assertThat(node.with(words.getFirst()).get("/api/v1/me/tokens").status()).isEqualTo(200);
    }

    @Test
    void a_sign_in_that_ended_says_how_to_begin_again() {
        keep(node.url(), Instant.now());
        var items = node.get(person, "/api/v1/me/tokens").json().path("items");
        node.send(person, "DELETE", "/api/v1/me/tokens/" + items.path(0).path("id").asText(), null);

        assertThatThrownBy(() -> stored(node.url()).word())
                .isInstanceOf(CommandFailure.class)
                .hasMessageContaining("promptcards login --server " + node.url());
        assertThat(logins.servers()).isEmpty();
    }

    @Test
    void an_answer_that_is_lost_signs_nobody_out() throws IOException {
        try (var road = new BadRoad(node.url())) {
            keep(road.url(), Instant.now());

            var word = stored(road.url()).word();

            assertThat(road.requests).hasValue(2);
            assertThat(node.with(word).get("/api/v1/me/tokens").status()).isEqualTo(200);
        }
    }

    @Test
    void a_server_that_does_not_answer_costs_no_sign_in() {
        var nowhere = URI.create("http://127.0.0.1:1");
        var login = keep(nowhere, Instant.now());

        assertThatThrownBy(() -> stored(nowhere).word())
                .isInstanceOf(CommandFailure.class)
                .hasMessageContaining("No server answers");
        assertThat(logins.at(nowhere)).contains(login);
    }

    @Test
    void a_sign_in_is_for_one_server() {
        keep(node.url(), Instant.now().plusSeconds(60));

        var other =
                ServerConnection.to(
                        URI.create("https://cards.example"),
                        DataDirectory.of(Optional.of(directory.resolve("data")), Map.of()),
                        Map.of());

        assertThat(other.access().word()).isEmpty();
        assertThat(other.access().remedy())
                .contains("promptcards login --server https://cards.example");
    }

    @Test
    void a_broken_file_is_named_and_not_quoted() throws IOException {
        Files.writeString(file, "{\"http://x:1\": {\"refreshToken\": \"pcr_secret\"");

        assertThatThrownBy(() -> logins.at(node.url()))
                .hasMessageContaining("credentials.json")
                .hasMessageNotContaining("pcr_secret")
                .hasNoCause();
    }

    @ParameterizedTest
    @CsvSource({
        "http://localhost:8080, http://127.0.0.1:8080",
        "http://127.0.0.1:8080/, http://127.0.0.1:8080",
        "HTTPS://Cards.Example.org, https://cards.example.org:443",
        "http://cards.example, http://cards.example:80"
    })
    void a_server_has_one_name(URI server, String name) {
        assertThat(Logins.name(server)).isEqualTo(name);
    }

    private Login keep(URI server, Instant accessEnds) {
        var tokens = node.signIn(person);
        var login =
                new Login(
                        tokens.path("accessToken").asText(),
                        accessEnds,
                        tokens.path("refreshToken").asText());
        logins.keep(server, login);
        return login;
    }

    private StoredLogin stored(URI server) {
        return new StoredLogin(server, logins, logins.at(server).orElseThrow(), CLOCK);
    }

    /// Passes requests on to a server, and loses the first answer.
    private static final class BadRoad implements AutoCloseable {

        private final HttpServer http;
        private final URI server;
        private final AtomicInteger requests = new AtomicInteger();

        BadRoad(URI server) throws IOException {
            this.server = server;
            this.http =
                    HttpServer.create(
                            new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            http.createContext("/", this::pass);
            http.start();
        }

        URI url() {
            return URI.create("http://127.0.0.1:" + http.getAddress().getPort());
        }

        private void pass(HttpExchange exchange) throws IOException {
            var request =
                    HttpRequest.newBuilder(server.resolve(exchange.getRequestURI()))
                            .header("Content-Type", "application/json")
                            .header(
                                    "Idempotency-Key",
                                    exchange.getRequestHeaders().getFirst("Idempotency-Key"))
                            .POST(
                                    BodyPublishers.ofByteArray(
                                            exchange.getRequestBody().readAllBytes()))
                            .build();
            try (var client = HttpClient.newHttpClient()) {
                var answer = client.send(request, BodyHandlers.ofByteArray());
                if (requests.incrementAndGet() > 1) {
                    exchange.sendResponseHeaders(answer.statusCode(), answer.body().length);
                    exchange.getResponseBody().write(answer.body());
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            } finally {
                exchange.close();
            }
        }

        @Override
        public void close() {
            http.stop(0);
        }
    }
}
