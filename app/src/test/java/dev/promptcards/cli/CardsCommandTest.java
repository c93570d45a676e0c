package dev.promptcards.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;

import dev.promptcards.Api;
import dev.promptcards.OnTestServers;
import dev.promptcards.TestServers;

import io.micronaut.runtime.server.EmbeddedServer;
import io.micronaut.test.extensions.junit5.annotation.MicronautTest;

import jakarta.inject.Inject;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.api.parallel.Resources;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

@MicronautTest(transactional = false)
@ResourceLock(Resources.SYSTEM_OUT)
@ResourceLock(Resources.SYSTEM_ERR)
class CardsCommandTest implements OnTestServers {

    @Inject EmbeddedServer server;
    @TempDir Path data;
    private String workspace;

    @BeforeEach
    void two_cards() {
        Command.find(server.getURI(), data);
        workspace = "w-" + TestServers.workspace();
        var api = new Api(server.getURI());
        var cards = "/api/v1/workspaces/" + workspace + "/cards/";
        api.send(
                "PUT",
                cards + "invoice",
                "{\"title\": \"Reads invoices\", \"tags\": [\"mail\", \"eu\"], \"template\":"
                        + " \"x\", \"metadata\": {\"owner\": \"ada\"}}");
        api.send("PUT", cards + "invoice/labels/production", "{\"version\": 1}");
        api.send(
                "PUT",
                cards + "poem",
                "{\"title\": \"Poet\", \"template\": \"An invoice in rhyme\"}");
    }

    @Test
    void cards_are_listed_with_tags_and_labels() {
        var found = run("invoice");

        assertThat(found.exitCode()).as(found.text()).isZero();
        assertThat(found.said().lines().toList()).hasSize(3);
        assertThat(found.said())
                .containsPattern("SLUG +TITLE +TAGS +LABELS +UPDATED")
                .containsPattern(
                        "invoice +Reads invoices +mail, eu +production=1"
                                + " +\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\n");
        assertThat(found.said().indexOf("Reads invoices")).isLessThan(found.said().indexOf("Poet"));
    }

    @Test
    void options_narrow_and_json_is_shown_as_it_came() throws JsonProcessingException {
        assertThat(run("--tag", "mail", "--tag", "eu", "--metadata", "owner=ada").said())
                .contains("invoice")
                .doesNotContain("poem");
        assertThat(run("--title", "POE").said()).contains("poem").doesNotContain("invoice");
        assertThat(run("--label", "production", "--sort", "title").said()).doesNotContain("poem");
        var json = new ObjectMapper().readTree(run("in", "rhyme", "--format", "json").said());
        assertThat(json).hasSize(1);
        assertThat(json.at("/0/slug").asText()).isEqualTo("poem");
    }

    @Test
    void what_the_server_refuses_is_said_and_more_than_the_limit_is_told() {
        var wrong = run("--sort", "size");
        assertThat(wrong.exitCode()).isEqualTo(1);
        assertThat(wrong.complained()).contains("sort: must be rank");

        var one = run("--limit", "1");
        assertThat(one.said().lines().toList()).hasSize(2);
        assertThat(one.complained()).contains("There are more");
    }

    private Command run(String... arguments) {
        var all = new ArrayList<>(List.of("cards"));
        all.addAll(List.of(arguments));
        all.addAll(List.of("--data", data.toString(), "--workspace", workspace));
        return Command.run(all.toArray(String[]::new));
    }
}
