package dev.promptcards.connection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;

import dev.promptcards.Api;
import dev.promptcards.OnTestServers;
import dev.promptcards.TestServers;
import dev.promptcards.problem.Problem;
import dev.promptcards.provider.FakeEndpoint;
import dev.promptcards.tenancy.NewId;
import dev.promptcards.tenancy.WorkspaceId;

import io.micronaut.context.annotation.Property;
import io.micronaut.runtime.server.EmbeddedServer;
import io.micronaut.test.extensions.junit5.annotation.MicronautTest;

import jakarta.inject.Inject;

import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;

/// A connection's key opens for its row alone, and stands in the clear nowhere.
@MicronautTest(transactional = false)
@Property(name = "promptcards.allow-addresses", value = "127.0.0.1")
class KeyOutOfSightTest implements OnTestServers {

    private static final String KEY = "sk-marker-of-this-very-test-0123456789";
    private static final String HEADER = "header-marker-of-this-very-test";

    @Inject EmbeddedServer server;
    @Inject Sealing sealing;

    @Test
    void what_is_sealed_for_a_row_opens_for_no_other_row_and_no_other_workspace() {
        var workspace = new WorkspaceId(NewId.next());
        var row = new ConnectionId(NewId.next());
        var credentials = new Credentials(KEY, Map.of("x-team", HEADER));
        var sealed = sealing.seal(workspace, row, credentials);

        assertThat(sealing.open(workspace, row, sealed)).isEqualTo(credentials);
        assertThatThrownBy(() -> sealing.open(workspace, new ConnectionId(NewId.next()), sealed))
                .isInstanceOf(Problem.Unavailable.class)
                .hasMessageContaining("does not belong to its row");
        assertThatThrownBy(() -> sealing.open(new WorkspaceId(NewId.next()), row, sealed))
                .isInstanceOf(Problem.Unavailable.class);
        assertThat(credentials.toString()).doesNotContain("marker");
    }

    @Test
    void no_column_no_log_and_no_answer_holds_it_though_the_endpoint_quotes_it() {
        var log = new ListAppender<ILoggingEvent>();
        var root = (Logger) LoggerFactory.getLogger("dev.promptcards");
        log.start();
        root.addAppender(log);
        root.setLevel(Level.TRACE);
        var answers = new ArrayList<String>();
        try (var endpoint =
                new FakeEndpoint(
                        (request, out) ->
                                FakeEndpoint.send(
                                        out, 200, answer(request.head().replace("\r\n", " "))))) {
            used(endpoint, answers);
            assertThat(endpoint.requests())
                    .isNotEmpty()
                    .allSatisfy(sent -> assertThat(sent.head()).contains(KEY, HEADER));
        } finally {
            root.setLevel(null);
            root.detachAppender(log);
        }

        assertThat(answers).hasSize(7).noneMatch(KeyOutOfSightTest::holdsIt);
        assertThat(answers.getLast()).contains("***");
        assertThat(log.list).noneMatch(event -> holdsIt(event.getFormattedMessage()));
        assertThat(columnsThatHold("marker-of-this-very-test")).isEmpty();
        assertThat(columnsThatHold("quoted by the endpoint")).isNotEmpty();
    }

    private void used(FakeEndpoint endpoint, List<String> answers) {
        var api = new Api(server.getURI());
        var root = "/api/v1/workspaces/w-" + TestServers.workspace();
        var made =
                """
                {"kind": "openai", "baseUrl": "%s", "key": "%s", "headers": {"x-team": "%s"}}
                """
                        .formatted(endpoint.baseUrl(), KEY, HEADER);
        answers.add(api.send("PUT", root + "/connections/team", made).text());
        answers.add(api.get(root + "/connections").text());
        answers.add(api.send("POST", root + "/connections/team/test", "{\"model\": \"m\"}").text());
        api.send("PUT", root + "/cards/card", "{\"title\": \"c\", \"template\": \"x\"}");
        var lines = "{\"suite\": {\"name\": \"s\"}}\n{}";
        api.stream(
                "POST",
                root + "/suites/suite/revisions",
                new ByteArrayInputStream(lines.getBytes(StandardCharsets.UTF_8)),
                "application/x-ndjson");
        var run =
                api.send(
                        "POST",
                        root + "/runs",
                        """
                        {"prompts": [{"card": "card"}], "suite": {"slug": "suite"},
                         "providers": [{"id": "openai:chat:m", "connection": "team"}]}
                        """);
        answers.add(run.text());
        var one = root + "/runs/" + run.json().path("id").asText();
        // The stream ends when the run does.
        answers.add(api.get(one + "/events", "Accept", "text/event-stream").text());
        answers.add(api.get(one).text());
        answers.add(api.get(one + "/executions").text());
    }

    private static String answer(String head) {
        return """
        {"choices": [{"message": {"content": "quoted by the endpoint: %s"}}]}
        """
                .formatted(head.replace("\"", ""));
    }

    private static boolean holdsIt(String text) {
        return text.contains("marker-of-this-very-test");
    }

    /// Every column of every table, read by who sees all.
    private static List<String> columnsThatHold(String marker) {
        var all = TestServers.admin().withDatabase(TestServers.database().owner().database());
        return Jdbi.create(all::connect)
                .withHandle(
                        handle ->
                                handle
                                        .createQuery(
                                                """
                                                SELECT quote_ident(table_name) || '.' || quote_ident(column_name)
                                                  FROM information_schema.columns JOIN information_schema.tables
                                                       USING (table_schema, table_name)
                                                 WHERE table_schema = 'public' AND table_type = 'BASE TABLE'
                                                   AND (data_type IN ('text', 'jsonb', 'json', 'bytea', 'ARRAY')
                                                        OR data_type LIKE 'character%')
                                                """)
                                        .mapTo(String.class)
                                        .stream()
                                        .filter(column -> holds(handle, column, marker))
                                        .toList());
    }

    private static boolean holds(Handle handle, String column, String marker) {
        var parts = column.split("\\.");
        return handle.createQuery(
                        """
                        SELECT EXISTS (SELECT FROM %1$s WHERE position(:text IN %2$s::text) > 0
                                                        OR position(:hex IN %2$s::text) > 0)
                        """
                                .formatted(parts[0], parts[1]))
                .bind("text", marker)
                .bind("hex", hex(marker))
                .mapTo(Boolean.class)
                .one();
    }

    private static String hex(String text) {
        return HexFormat.of().formatHex(text.getBytes(StandardCharsets.UTF_8));
    }
}
