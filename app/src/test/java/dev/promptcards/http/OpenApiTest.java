package dev.promptcards.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;

import dev.promptcards.Api;
import dev.promptcards.OnTestServers;

import io.micronaut.runtime.server.EmbeddedServer;
import io.micronaut.test.extensions.junit5.annotation.MicronautTest;

import jakarta.inject.Inject;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/// What the description of the interface says of every operation: who generates a client of it has
/// nothing else.
@MicronautTest
class OpenApiTest implements OnTestServers {

    /// Texts of their own formats: what a line or a cell holds no schema can say.
    private static final Map<String, String> TEXTS =
            Map.of(
                    "text/csv", "a table",
                    "application/x-ndjson", "a value of JSON a line",
                    "text/event-stream", "events, whose data are those of the list");

    /// Free JSON, which is whatever somebody has put there.
    private static final Set<String> FREE =
            Set.of(
                    "CardDraft.messages",
                    "ConnectionView.limits",
                    "ConnectionView.prices",
                    "ExecutionView.components",
                    "ExecutionView.metadata",
                    "ExecutionView.namedScores",
                    "ExecutionView.output",
                    "ExecutionView.vars",
                    "FoundEvent.after",
                    "FoundEvent.before",
                    "FoundEvent.details",
                    "MeView.PersonView.preferences",
                    "RenderController.Answer.messages",
                    "RunView.source",
                    "ServedVersion.Labelled.messages",
                    "SuiteController.CaseView.assert",
                    "SuiteController.CaseView.assertScoringFunction",
                    "SuiteController.CaseView.provider",
                    "SuiteController.CaseView.providerOutput",
                    "Variable.default",
                    "VersionDraft.messages",
                    "VersionView.messages");

    @Inject EmbeddedServer server;
    private Description description;

    @BeforeEach
    void read() {
        description = Description.of(new Api(server.getURI()));
    }

    @Test
    void every_parameter_has_a_type() {
        var untold = new ArrayList<String>();
        description
                .operations()
                .forEach(
                        (operation, described) -> {
                            for (var parameter : described.path("parameters")) {
                                var type = parameter.at("/schema/type");
                                if (!description.saysSomething(parameter.path("schema"))
                                        || !type.isTextual()
                                        || type.asText().equals("object")) {
                                    untold.add(operation + " " + parameter.path("name").asText());
                                }
                            }
                        });

        assertThat(description.operations()).hasSizeGreaterThan(80);
        assertThat(untold).isEmpty();
    }

    @Test
    void every_parameter_of_a_search_or_report_says_what_it_means() {
        var untold = new ArrayList<String>();
        description
                .operations()
                .forEach(
                        (operation, described) -> {
                            if (operation.matches("GET .*/(cards|runs|executions|analytics/.*)")) {
                                for (var parameter : described.path("parameters")) {
                                    if (parameter.path("in").asText().equals("query")
                                            && parameter.path("description").asText().isBlank()) {
                                        untold.add(operation + " " + parameter.path("name"));
                                    }
                                }
                            }
                        });

        assertThat(untold).isEmpty();
    }

    @Test
    void every_answer_with_content_has_a_schema_and_what_has_none_says_so() {
        var untold = new ArrayList<String>();
        description
                .operations()
                .forEach(
                        (operation, described) -> {
                            for (var answer : described.path("responses").properties()) {
                                if (!isToldRightly(answer.getKey(), answer.getValue())) {
                                    untold.add(operation + " " + answer);
                                }
                            }
                        });

        assertThat(untold).isEmpty();
    }

    @Test
    void every_field_of_an_answer_has_a_schema_but_for_free_json() {
        var untold = new TreeSet<String>();
        for (var schema : description.document().at("/components/schemas").properties()) {
            for (var field : schema.getValue().path("properties").properties()) {
                if (!description.saysSomething(field.getValue())) {
                    untold.add(schema.getKey() + "." + field.getKey());
                }
            }
        }

        assertThat(untold).containsExactlyInAnyOrderElementsOf(FREE);
    }

    @Test
    void nothing_can_only_be_null() {
        assertThat(description.document().findParents("type"))
                .hasSizeGreaterThan(500)
                .filteredOn(it -> it.path("type").asText().equals("null") && it.size() > 1)
                .isEmpty();
    }

    private boolean isToldRightly(String status, JsonNode answer) {
        if (status.equals("204") || status.equals("304")) {
            return answer.path("content").isEmpty();
        }
        if (!status.startsWith("2")) {
            return true;
        }
        return !answer.path("content").isEmpty()
                && answer.path("content").properties().stream()
                        .allMatch(
                                it ->
                                        TEXTS.containsKey(it.getKey())
                                                ? isText(it.getValue().path("schema"))
                                                : description.saysSomething(
                                                        it.getValue().path("schema")));
    }

    private static boolean isText(JsonNode schema) {
        return schema.path("type").asText().equals("string");
    }
}
