package dev.promptcards.http;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;

import dev.promptcards.Api;
import dev.promptcards.Api.Answer;
import dev.promptcards.OnTestServers;

import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.runtime.server.EmbeddedServer;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import io.micronaut.test.extensions.junit5.annotation.MicronautTest;
import io.swagger.v3.oas.annotations.Hidden;

import jakarta.inject.Inject;

import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;
import org.yaml.snakeyaml.Yaml;

import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

@MicronautTest
class GroundTest implements OnTestServers {

    private static final String CARDS = "/api/v1/workspaces/default/cards";

    @Inject EmbeddedServer server;
    private Api api;

    @BeforeEach
    void connect() {
        api = new Api(server.getURI());
    }

    @ParameterizedTest
    @ValueSource(strings = {"/health/liveness", "/health/readiness"})
    void health_is_answered(String path) {
        assertThat(api.get(path).json().path("status").textValue()).isEqualTo("UP");
    }

    @Test
    void metrics_are_answered_in_the_prometheus_format() {
        var answer = api.get("/prometheus");

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.text()).contains("# TYPE jvm_memory_used_bytes gauge");
    }

    @Test
    void the_interface_is_described_in_openapi_3_1() {
        var answer = api.get("/openapi.yaml");

        assertThat(answer.status()).isEqualTo(200);
        var description = new Yaml().<java.util.Map<String, Object>>load(answer.text());
        assertThat(description).containsEntry("openapi", "3.1.0");
        assertThat(answer.text())
                .contains("/api/v1/workspaces/{workspace}/cards/{slug}/labels/{label}")
                .doesNotContain("\\`")
                .doesNotContainPattern("- \"?'?null'?\"?\\s+- object");
    }

    @ParameterizedTest
    @CsvSource({
        "GET,     /nowhere,                             404, not-found",
        "GET,     /api/v1/workspaces/nowhere/cards,     404, not-found",
        "GET,     /api/v1/workspaces/No%20Where/cards,  404, not-found",
        "GET,     /api/v1/workspaces/a%00b/cards,       404, not-found",
        "GET,     /api/v1/workspaces/default/cards/x,   404, not-found",
        "GET,     /api/v1/workspaces/default/cards/a%00b, 404, not-found",
        "GET,     /api/v1/workspaces/default/cards/a%2Fb, 404, not-found",
        "GET,     /api/v1/workspaces/default/cards?tag=a%00b,  400, invalid",
        "DELETE,  /api/v1/workspaces/default/cards,     405, method-not-allowed",
        "GET,     /api/v1/workspaces/default/cards?limit=x,    400, invalid",
        "GET,     /api/v1/workspaces/default/cards?limit=0,    400, invalid",
        "GET,     /api/v1/workspaces/default/cards?limit=1001, 400, invalid",
        "GET,     /api/v1/workspaces/default/cards?cursor=zz,  400, invalid",
        "POST,    /api/v1/workspaces/default/cards,     400, invalid"
    })
    void a_refused_request_is_answered_by_a_problem(
            String method, String path, int status, String type) {
        assertProblem(api.send(method, path, null), status, type);
    }

    @Test
    void a_method_that_is_not_allowed_is_answered_with_those_that_are() {
        assertThat(api.send("DELETE", CARDS, null).header("allow")).contains("GET", "POST");
    }

    @Test
    void a_body_of_another_media_type_is_refused() {
        var answer = api.send("POST", CARDS, "<card/>", "Content-Type", "text/xml");

        assertProblem(answer, 415, "unsupported-media-type");
    }

    @Test
    void an_answer_of_a_media_type_nobody_makes_is_refused() {
        assertProblem(api.get(CARDS, "Accept", "image/png"), 406, "not-acceptable");
    }

    @Test
    void a_browser_gets_the_same_problem_as_a_program() {
        assertProblem(api.get("/nowhere", "Accept", "text/html"), 404, "not-found");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"title\": \"x\",\\n \"template\" 5}  | line 2, column 13",
                "{\"title\": \"x\"                      | ends in the middle",
                "{\"title\": \"x\", \"titel\": 1}       | titel: there is no field of this name",
                "{\"title\": 5}                         | title: expected a text (line 1, column"
                        + " 11)",
                "{\"tags\": \"a\"}                      | tags: expected a list",
                "{\"tags\": [1]}                        | tags[0]: expected a text",
                "{\"metadata\": []}                     | metadata: expected an object",
                "{\"title\": \"x\", \"title\": \"y\"}   | Duplicate field 'title'",
                "{\"title\": \"x\"} {}                  | something follows the JSON value",
                "[1]                                    | expected an object",
                "{\"variables\": [{\"name\": \"a\", \"type\": \"text\"}]} | variables[0].type:"
                        + " expected one of string, number, boolean, enum, list, object",
                "{\"variables\": [{\"name\": \"a\"}]}   | variables[0]: a variable needs"
            })
    void a_body_that_does_not_read_is_told_the_place(String body, String detail) {
        var answer = api.send("POST", CARDS, body.replace("\\n", "\n"));

        assertProblem(answer, 400, "malformed-json");
        assertThat(answer.json().path("detail").textValue()).contains(detail);
        assertThat(answer.text()).doesNotContain("promptcards.", "java.", "jackson");
    }

    @Test
    void a_body_that_nests_too_deep_is_refused() {
        var deep = "[".repeat(5_000) + "]".repeat(5_000);

        var answer = api.send("POST", CARDS, "{\"metadata\": {\"a\": " + deep + "}}");

        assertProblem(answer, 400, "malformed-json");
        assertThat(answer.text()).contains("1,000 levels");
    }

    @Test
    void a_body_too_large_to_be_held_is_refused() {
        var body = "{\"title\": \"" + "x".repeat(17 * 1024 * 1024) + "\"}";

        assertProblem(api.send("POST", CARDS, body), 413, "too-large");
    }

    @Test
    void an_unexpected_failure_tells_the_caller_an_id_and_the_log_the_cause() {
        var log = (Logger) LoggerFactory.getLogger("dev.promptcards.problem.UnexpectedHandler");
        var lines = new ListAppender<ILoggingEvent>();
        lines.start();
        log.addAppender(lines);
        log.setAdditive(false);
        Answer answer;
        try {
            answer = api.get("/test/failure");
        } finally {
            log.setAdditive(true);
            log.detachAppender(lines);
        }

        assertProblem(answer, 500, "internal");
        assertThat(answer.text()).doesNotContain("SELECT", "IllegalState");
        var id = answer.json().path("id").textValue();
        assertThat(id).isNotBlank();
        assertThat(lines.list)
                .singleElement()
                .satisfies(
                        line -> {
                            assertThat(line.getFormattedMessage()).contains(id);
                            assertThat(line.getThrowableProxy().getMessage()).contains("SELECT");
                        });
    }

    @Test
    void a_text_the_database_cannot_hold_is_the_fault_of_the_request() {
        assertProblem(api.get("/test/nul"), 400, "invalid");
    }

    @Test
    void controllers_run_on_virtual_threads() {
        assertThat(api.get("/test/virtual").text()).isEqualTo("true");
    }

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1", "localhost:8080", "LocalHost", "[::1]:80", "127.9.9.9"})
    void the_names_of_this_machine_are_served(String host) throws IOException {
        assertThat(statusLine("Host: " + host)).contains("200");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "evil.example",
                "localhost.evil.example",
                "127.0.0.1.evil.example",
                "192.168.1.7"
            })
    void another_name_of_this_machine_is_refused(String host) throws IOException {
        assertThat(statusLine("Host: " + host)).contains("403");
    }

    /// A client library would not send another host than the one it connects to.
    private String statusLine(String header) throws IOException {
        try (var socket = new Socket(server.getHost(), server.getPort())) {
            var request = "GET /health HTTP/1.1\r\n" + header + "\r\nConnection: close\r\n\r\n";
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            var answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            return answer.lines().findFirst().orElseThrow();
        }
    }

    static void assertProblem(Answer answer, int status, String type) {
        assertThat(answer.status()).as(answer.text()).isEqualTo(status);
        assertThat(answer.header("content-type")).isEqualTo("application/problem+json");
        assertThat(answer.json().path("type").textValue()).isEqualTo("/problems/" + type);
        assertThat(answer.json().path("status").intValue()).isEqualTo(status);
        assertThat(answer.json().path("title").textValue()).isNotBlank();
        assertThat(answer.json().path("detail").textValue()).isNotBlank();
    }

    @Controller("/test")
    @Hidden
    static class Fixture {

        private final Jdbi jdbi;

        Fixture(Jdbi jdbi) {
            this.jdbi = jdbi;
        }

        @Get("/nul")
        @ExecuteOn(TaskExecutors.BLOCKING)
        String nul() {
            return jdbi.withHandle(
                    handle ->
                            handle.createQuery("SELECT :text")
                                    .bind("text", "a\0b")
                                    .mapTo(String.class)
                                    .one());
        }

        @Get("/virtual")
        @ExecuteOn(TaskExecutors.BLOCKING)
        String virtual() {
            return Boolean.toString(Thread.currentThread().isVirtual());
        }

        @Get("/failure")
        @ExecuteOn(TaskExecutors.BLOCKING)
        String failure() {
            throw new IllegalStateException("SELECT secret FROM prompt_cards");
        }
    }
}
