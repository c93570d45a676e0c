package dev.promptcards.run;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.promptcards.Api;
import dev.promptcards.OnTestServers;
import dev.promptcards.TestServers;

import io.micronaut.runtime.server.EmbeddedServer;
import io.micronaut.test.extensions.junit5.annotation.MicronautTest;

import jakarta.inject.Inject;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.stream.Collectors;

/// Finding executions and runs over HTTP.
@MicronautTest(transactional = false)
class ExecutionSearchTest implements OnTestServers {

    private static final String[] NOTHING = {};

    @Inject EmbeddedServer server;
    private Api api;
    private String root;
    private String slug;
    private JsonNode first;
    private JsonNode second;

    @BeforeAll
    void two_runs() {
        api = new Api(server.getURI());
        slug = "w-" + TestServers.workspace();
        root = "/api/v1/workspaces/" + slug;
        var client = new RunningServer(api, slug);
        var card = client.card("Say {{ word }}");
        var suite =
                client.suite(
                        "{\"vars\": {\"word\": \"Apple\"}, \"assert\": [{\"type\": \"contains\","
                                + " \"value\": \"Apple\"}]}",
                        "{\"vars\": {\"word\": \"100%_\"}, \"assert\": [{\"type\": \"contains\","
                                + " \"value\": \"Pear\"}]}",
                        "{\"vars\": {\"word\": \"plum\"}, \"assert\": [{\"type\":"
                                + " \"no-such-kind\"}]}");
        var echo = "{\"id\": \"echo\"}";
        first = client.settled(client.start(card, suite, echo, ""));
        second =
                client.settled(
                        client.start(
                                card, client.suite("{\"vars\": {\"word\": \"Apple\"}}"), echo, ""));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "                        | Apple Apple 100%_ plum",
                "output~=APPLE           | Apple Apple",
                "output~=%               | 100%_",
                "output~=0%_             | 100%_",
                "output~=zebra           | ''",
                "outcome=failed          | 100%_",
                "outcome=error           | plum",
                "error~=NO-SUCH          | plum",
                "model=echo              | Apple Apple 100%_ plum",
                "model=gpt               | ''",
                "provider=echo           | Apple Apple 100%_ plum",
                "cost=..1                | Apple Apple 100%_ plum",
                "cost=0.01..             | ''",
                "time=..60000            | Apple Apple 100%_ plum",
                "time=60000..            | ''",
                "created=2020-01-01..    | Apple Apple 100%_ plum",
                "created=..2020-01-01    | ''",
                "outcome=passed&output~=apple&cost=0..1&created=2020-01-01.. | Apple Apple",
            })
    void every_filter_narrows(String query, String expected) {
        var q = query == null ? "" : encoded(query);
        var wanted = expected.isEmpty() ? NOTHING : expected.split(" ");

        assertThat(all("/executions?limit=2&" + q)).containsExactlyInAnyOrder(wanted);

        var inBoth = new ArrayList<String>();
        for (var run : List.of(first, second)) {
            inBoth.addAll(all("/runs/" + run.get("id").asText() + "/executions?limit=1&" + q));
        }
        assertThat(inBoth).containsExactlyInAnyOrder(wanted);
    }

    @Test
    void the_newest_run_comes_first() {
        assertThat(get("/executions?limit=1").at("/items/0/runId").asText())
                .isEqualTo(second.get("id").asText());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "                     | 2 1",
                "state=completed      | 2 1",
                "state=running        | ''",
                "createdBy=local      | 2 1",
                "createdBy=user:x     | ''",
                "suite=none           | ''",
                "suite=SUITE          | 1",
                "created=..2020-01-01 | ''",
                "created=2020-01-01.. | 2 1",
            })
    void runs_are_found(String query, String expected) {
        var q = query == null ? "" : query.replace("SUITE", first.get("suite").asText());
        var numbers = new ArrayList<String>();
        get("/runs?" + q).path("items").forEach(it -> numbers.add(it.get("number").asText()));

        assertThat(numbers).containsExactly(expected.isEmpty() ? NOTHING : expected.split(" "));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "/executions | output=x              | there is no filter `output`",
                "/executions | outcome=good          | outcome: must be passed, failed, error or"
                        + " unknown",
                "/executions | cost=1                | cost: expected a range",
                "/executions | cost=2..1             | cost: the range ends before it begins",
                "/executions | cost=1e9999..         | cost: expected a range",
                "/executions | time=-1..             | time: expected a range",
                "/executions | created=x..           | created: expected a range",
                "/executions | limit=1001            | limit: must be 1 to 1,000",
                "/executions | cursor=x              | cursor: this is no cursor",
                "/runs       | state=done            | state: must be running, held",
                "/runs       | stat=held             | there is no filter `stat`",
                "/runs       | created=2..1          | created: expected a range",
            })
    void what_cannot_be_read_is_refused_with_its_name(String path, String query, String detail) {
        var refused = api.get(root + path + "?" + query);

        assertThat(refused.status()).as(refused.text()).isEqualTo(400);
        assertThat(refused.json().path("detail").textValue()).contains(detail);
    }

    @Test
    void a_cursor_of_another_query_is_refused() {
        var cursor = get("/executions?limit=1").path("next").textValue();
        var runs = get("/runs?limit=1").path("next").textValue();

        assertThat(api.get(root + "/executions?outcome=passed&cursor=" + cursor).status())
                .isEqualTo(400);
        assertThat(api.get(root + "/runs?state=completed&cursor=" + runs).status()).isEqualTo(400);
        assertThat(get("/runs?cursor=" + runs).path("items")).hasSize(1);
    }

    @Test
    void a_cursor_of_no_year_of_ours_is_refused() throws Exception {
        var json = new JsonMapper();
        var given = get("/executions?limit=1").path("next").textValue();
        var cursor = (ObjectNode) json.readTree(Base64.getUrlDecoder().decode(given));
        for (var time : List.of("-0001-01-01T00:00:00Z", "+300000-01-01T00:00:00Z")) {
            ((ArrayNode) cursor.path("key")).set(0, time);
            var made = Base64.getUrlEncoder().encodeToString(json.writeValueAsBytes(cursor));

            assertThat(api.get(root + "/executions?cursor=" + made).status()).isEqualTo(400);
        }
    }

    @Test
    void executions_of_another_workspace_are_not_found() {
        var elsewhere = "/api/v1/workspaces/w-" + TestServers.workspace();
        var cursor = get("/executions?limit=1").path("next").textValue();

        for (var query :
                List.of("", "output~=apple", "outcome=passed", "model=echo", "cursor=" + cursor)) {
            var page = api.get(elsewhere + "/executions?" + query).json();
            assertThat(page.path("items")).as(query).isEmpty();
            assertThat(page.path("next").isNull()).as(query).isTrue();
        }
        assertThat(api.get(elsewhere + "/runs?state=completed").json().path("items")).isEmpty();
    }

    private List<String> all(String path) {
        var found = new ArrayList<String>();
        var page = get(path);
        while (true) {
            page.path("items")
                    .forEach(
                            it -> found.add(it.path("output").asText("").replaceFirst("Say ", "")));
            if (!page.path("next").isTextual()) {
                return found;
            }
            page = get(path + "&cursor=" + page.path("next").textValue());
        }
    }

    private JsonNode get(String path) {
        var answer = api.get(root + path);
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        return answer.json();
    }

    private static String encoded(String query) {
        return List.of(query.split("&")).stream()
                .map(it -> it.split("=", 2))
                .map(it -> it[0] + "=" + URLEncoder.encode(it[1], StandardCharsets.UTF_8))
                .collect(Collectors.joining("&"));
    }
}
