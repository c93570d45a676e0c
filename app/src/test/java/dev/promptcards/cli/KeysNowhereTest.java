package dev.promptcards.cli;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;

import dev.promptcards.OnTestServers;
import dev.promptcards.TestServers;
import dev.promptcards.provider.FakeEndpoint;
import dev.promptcards.tenancy.WorkspaceId;

import io.micronaut.context.annotation.Property;
import io.micronaut.runtime.server.EmbeddedServer;
import io.micronaut.test.extensions.junit5.annotation.MicronautTest;

import jakarta.inject.Inject;

import org.jdbi.v3.core.Handle;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.api.parallel.Resources;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Plants a key wherever a provider may be written, runs, and looks for it in every column of every
/// table, in the log, in what the commands say and write.
@MicronautTest(transactional = false)
@Property(name = "promptcards.allow-addresses", value = "127.0.0.1")
@ResourceLock(Resources.SYSTEM_OUT)
@ResourceLock(Resources.SYSTEM_ERR)
class KeysNowhereTest implements OnTestServers {

    /// Each place has its own, so that one that leaks says where.
    private static final String MARKER = "mrk7f3a";

    private static final String CONFIG =
            """
            description: keys everywhere
            prompts: ['say {{q}}', 'tell {{q}}']
            env: {OWN_API_KEY: K-env-key, OWN_URL: 'https://K-env-user:K-env-pass@h.test/?k=K-env-query'}
            providers:
              - id: 'ENDPOINT/id?api_key=K-id-query&q={{q}}'
                config: &read {transformResponse: json.a, validateStatus: 'status < 300'}
              - id: 'http://K-id-user:K-id-pass@127.0.0.1:9/x'
              - 'ENDPOINT/text?key=K-id-text'
              - 'ENDPOINT/named?key=K-id-named': {config: {method: GET}}
              - 'webhook:ENDPOINT/hook?key=K-webhook'
              - id: http
                label: parts
                config:
                  <<: *read
                  url: 'ENDPOINT/parts?sig=K-query&own={{env.OWN_API_KEY}}'
                  method: POST
                  headers: {X-Auth: K-header, Authorization: 'Bearer K-bearer', X-Mix: 'K-mix {{q}}'}
                  auth: {type: api_key, keyName: X-Id, value: K-auth}
                  queryParams: {id: K-param}
                  cookies: {session: K-cookie}
                  body: {clientSecret: K-body, q: '{{prompt}}'}
              - id: http
                label: raw
                env: {RAW_TOKEN: K-own}
                config:
                  <<: *read
                  request: "POST /raw?k=K-raw-query HTTP/1.1\\nHost: 127.0.0.1:PORT\\nX-Auth: K-raw-header\\nX-Own: {{env.RAW_TOKEN}}\\n\\n{{prompt}}"
              - {id: 'openai:chat:m', config: {apiKey: K-api, apiBaseUrl: 'ENDPOINT/v1', headers: {X-More: K-more}}}
              - {id: 'openai:chat:n', env: {OPENAI_API_KEY: K-own-api, OPENAI_BASE_URL: 'ENDPOINT/v1'}}
              - {id: 'openai:chat:o', config: {apiKey: K-bad, apiBaseUrl: 'http://K-base-user:K-base-pass@127.0.0.1:9'}}
              - {id: http, label: unfit, config: {url: 'ENDPOINT/', tls: {key: K-tls}}}
              - {id: 'file://p.js', config: {apiKey: K-script}}
            defaultTest:
              options: {provider: {text: {id: http, config: {url: 'ENDPOINT/judge?k=K-default-query', transformResponse: json.judged, body: {q: '{{prompt}}'}}}}}
            tests:
              - {vars: {q: a}, assert: [{type: llm-rubric, value: fine}]}
              - {vars: {q: b}, providers: ['ENDPOINT/id?api_key=K-id-query&q={{q}}', parts]}
              - vars: {q: c}
                provider: {id: 'ENDPOINT/own?k=K-test-id', config: {<<: *read, method: POST, auth: {type: bearer, token: K-test-auth}, body: {q: 1}}}
              - vars: {q: d}
                provider: {id: http, config: {<<: *read, request: "GET /raw HTTP/1.1\\nHost: 127.0.0.1:PORT\\nX-Auth: K-test-raw\\n\\n"}}
              - {vars: {q: e}, provider: 'http://K-test-user:K-test-pass@127.0.0.1:9/'}
              - vars: {q: f}
                options: {provider: 'ENDPOINT/judge?key=K-option-id'}
                assert: [{type: llm-rubric, value: fine}]
              - vars: {q: g}
                assert:
                  - {type: llm-rubric, value: fine, provider: {id: 'ENDPOINT/judge?key=K-assert-id', config: {transformResponse: json.judged, body: {q: '{{prompt}}'}, auth: {type: api_key, keyName: X, value: K-assert-auth}}}}
                  - {type: assert-set, assert: [{type: llm-rubric, value: fine, provider: {id: http, config: {transformResponse: json.judged, request: "GET /judge HTTP/1.1\\nHost: 127.0.0.1:PORT\\nX-Auth: K-assert-raw\\n\\n"}}}]}
            """;

    /// Those that are on their way to an endpoint that answers.
    private static final List<String> SENT =
            List.of(
                    "id-query",
                    "id-text",
                    "id-named",
                    "webhook",
                    "query",
                    "header",
                    "bearer",
                    "mix",
                    "auth",
                    "param",
                    "body",
                    "env-key",
                    "own",
                    "raw-query",
                    "raw-header",
                    "api",
                    "more",
                    "own-api",
                    "default-query",
                    "test-id",
                    "test-auth",
                    "test-raw",
                    "option-id",
                    "assert-id",
                    "assert-auth",
                    "assert-raw");

    @Inject EmbeddedServer server;
    @TempDir Path directory;
    private WorkspaceId workspace = TestServers.workspace();
    private final ListAppender<ILoggingEvent> log = new ListAppender<>();
    private final AtomicBoolean down = new AtomicBoolean();

    @BeforeEach
    void listen() {
        workspace = TestServers.workspace();
        log.start();
        root().addAppender(log);
    }

    @AfterEach
    void listenNoMore() {
        root().detachAppender(log);
    }

    @Test
    void a_key_is_sent_where_it_belongs_and_found_nowhere() throws IOException {
        try (var endpoint = endpoint()) {
            Path config = written(endpoint);
            Path results = directory.resolve("results.json");

            var eval = run("eval", "-c", config.toString(), "-o", results.toString());
            assertThat(eval.exitCode()).as(eval.text()).isEqualTo(100);
            assertAllSent(endpoint);
            var imported = run("import", "promptfoo", config.toString(), "--suite", "kept");
            assertThat(imported.exitCode()).as(imported.text()).isZero();
            var exported = run("export", "promptfoo", "--suite", "kept");

            assertThat(found("keys everywhere")).as("the search finds what is there").isNotEmpty();
            assertThat(found(MARKER)).isEmpty();
            assertThat(Files.readString(results)).doesNotContain(MARKER);
            assertThat(Stream.of(eval, imported, exported).map(Command::text))
                    .noneMatch(text -> text.contains(MARKER));
            assertThat(log.list)
                    .noneMatch(event -> event.getFormattedMessage().contains(MARKER))
                    .noneMatch(event -> String.valueOf(event.getThrowableProxy()).contains(MARKER));
        }
    }

    @Test
    void a_run_that_has_ended_is_given_its_keys_again_by_its_configuration() throws IOException {
        try (var endpoint = endpoint()) {
            Path config = written(endpoint);
            down.set(true);
            run("eval", "-c", config.toString());
            int calls = endpoint.requests().size();

            var refused = run("retry", "1");
            assertThat(refused.exitCode()).isEqualTo(1);
            assertThat(refused.complained())
                    .contains(
                            "run 1 forgot its keys", "(of 'parts')", "promptcards retry 1 -c FILE");
            assertThat(endpoint.requests()).hasSize(calls);

            down.set(false);
            var retried = run("retry", "1", "-c", config.toString());
            assertThat(retried.exitCode()).as(retried.text()).isEqualTo(100);
            assertAllSent(endpoint);
            assertThat(found(MARKER)).isEmpty();
        }
    }

    private void assertAllSent(FakeEndpoint endpoint) {
        String sent =
                endpoint.requests().stream()
                        .map(request -> request.head() + "\n" + request.body())
                        .collect(Collectors.joining("\n"));
        assertThat(SENT)
                .allSatisfy(
                        place ->
                                assertThat(
                                                Pattern.compile(MARKER + "-" + place + "\\b")
                                                        .matcher(sent)
                                                        .find())
                                        .as(place)
                                        .isTrue());
    }

    private FakeEndpoint endpoint() {
        String answer =
                """
                {"a": "there", "output": "there", "judged": "{\\"pass\\": true, \\"score\\": 1}",
                 "choices": [{"message": {"content": "there"}}], "pass": true, "score": 1}
                """;
        return new FakeEndpoint((_, out) -> FakeEndpoint.send(out, down.get() ? 400 : 200, answer));
    }

    private Path written(FakeEndpoint endpoint) throws IOException {
        Files.writeString(
                directory.resolve("p.js"),
                "module.exports = class { callApi() { return {output: 'x'}; } };");
        return Files.writeString(
                directory.resolve("promptfooconfig.yaml"),
                CONFIG.replace("K-", MARKER + "-")
                        .replace("ENDPOINT", endpoint.baseUrl())
                        .replace("PORT", String.valueOf(endpoint.port())));
    }

    private Command run(String... command) {
        Command.find(server.getURI(), directory.resolve("data"));
        var arguments = new ArrayList<>(List.of(command));
        arguments.addAll(
                List.of(
                        "--server",
                        server.getURI().toString(),
                        "--data",
                        directory.resolve("data").toString(),
                        "--workspace",
                        "w-" + workspace));
        return Command.run(arguments.toArray(String[]::new));
    }

    /// Every text, JSON and byte column of every table, as the workspace sees it.
    private List<String> found(String what) {
        return TestServers.database()
                .transactions()
                .inWorkspace(
                        workspace,
                        handle ->
                                handle
                                        .createQuery(
                                                """
                                                SELECT c.relname, a.attname, t.typname
                                                  FROM pg_class c
                                                  JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
                                                  JOIN pg_type t ON t.oid = a.atttypid
                                                 WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p')
                                                   AND NOT c.relispartition AND has_table_privilege(c.oid, 'SELECT')
                                                   AND t.typname IN ('text', 'varchar', 'json', 'jsonb', 'bytea', '_text')
                                                """)
                                        .map(
                                                (row, _) ->
                                                        List.of(
                                                                row.getString(1),
                                                                row.getString(2),
                                                                row.getString(3)))
                                        .list()
                                        .stream()
                                        .flatMap(column -> found(handle, column, what))
                                        .toList());
    }

    private static Stream<String> found(Handle handle, List<String> column, String what) {
        String text =
                column.get(2).equals("bytea")
                        ? "encode(\"%s\", 'escape')".formatted(column.get(1))
                        : "\"%s\"::text".formatted(column.get(1));
        return handle
                .createQuery(
                        "SELECT DISTINCT (regexp_matches(%s, '%s[-a-z]*', 'g'))[1] FROM \"%s\""
                                .formatted(text, what, column.get(0)))
                .mapTo(String.class)
                .list()
                .stream()
                .map(found -> column.get(0) + "." + column.get(1) + ": " + found);
    }

    private static Logger root() {
        return (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
    }
}
