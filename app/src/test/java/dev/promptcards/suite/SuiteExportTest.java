package dev.promptcards.suite;

import static org.assertj.core.api.Assertions.assertThat;

import dev.promptcards.Api;
import dev.promptcards.OnTestServers;

import io.micronaut.runtime.server.EmbeddedServer;
import io.micronaut.test.extensions.junit5.annotation.MicronautTest;

import jakarta.inject.Inject;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.IntStream;

/// A suite goes out as it came in, and in again as it went out.
@MicronautTest(transactional = false)
class SuiteExportTest implements OnTestServers {

    private static final String HEADER =
            "{\"suite\":{\"name\":\"n\",\"defaults\":{\"vars\":{\"a\":1}},\"setup\":{\"providers\":"
                    + "[{\"id\":\"echo\"}]}}}\n";

    @Inject EmbeddedServer server;
    private Api api;

    @BeforeAll
    void connect() {
        api = new Api(server.getURI());
    }

    @Test
    void the_lines_of_an_export_sent_again_change_nothing() {
        String cases =
                """
                {"key":"k","vars":{"q":"x"},"assert":[{"type":"equals","value":"x"}],"options":{"transform":"output"},"threshold":0.5,"metadata":{"m":1},"description":"d"}
                {"vars":{"q":["y"]},"unsupported":"no","expansion":{"offset":0,"size":2}}
                {"vars":{"q":["z"]},"expansion":{"offset":1,"size":2}}
                """;
        var first = upload("round", HEADER + cases);
        assertThat(first.status()).isEqualTo(201);
        assertThat(first.json().path("setupChanged").asBoolean()).isTrue();

        var exported = api.get("/api/v1/workspaces/default/suites/round/export").text();
        var again = upload("round", exported);

        assertThat(again.status()).isEqualTo(200);
        assertThat(again.json().path("setupChanged").asBoolean()).isFalse();
        assertThat(exported.lines()).hasSize(4);
        assertThat(exported).contains("\"threshold\":0.5", "\"unsupported\":\"no\"", "\"echo\"");
    }

    @Test
    void an_upload_without_a_setup_leaves_the_one_that_is_there() {
        upload("kept", HEADER + "{}\n");
        upload("kept", "{\"suite\":{\"name\":\"n\"}}\n{}\n");

        assertThat(api.get("/api/v1/workspaces/default/suites/kept/export").text())
                .contains("\"echo\"");
    }

    @Test
    void a_setup_that_is_no_object_is_refused() {
        var answer = upload("odd", "{\"suite\":{\"name\":\"n\",\"setup\":[1]}}\n{}\n");

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.text()).contains("line 1: 'setup' must be an object");
    }

    @Test
    void all_cases_of_a_long_suite_are_in_it_once() {
        List<String> lines =
                IntStream.range(0, 1_000).mapToObj(i -> "{\"vars\":{\"i\":" + i + "}}").toList();
        upload("long", HEADER + String.join("\n", lines));

        assertThat(api.get("/api/v1/workspaces/default/suites/long/export").text().lines())
                .hasSize(1_001)
                .doesNotHaveDuplicates();
    }

    private Api.Answer upload(String slug, String lines) {
        return api.stream(
                "POST",
                "/api/v1/workspaces/default/suites/" + slug + "/revisions",
                new ByteArrayInputStream(lines.getBytes(StandardCharsets.UTF_8)),
                "application/x-ndjson");
    }
}
