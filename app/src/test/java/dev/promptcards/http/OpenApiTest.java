package dev.promptcards.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

import dev.promptcards.Api;
import dev.promptcards.OnTestServers;
import dev.promptcards.analytics.Report;
import dev.promptcards.analytics.Reports;

import io.micronaut.runtime.server.EmbeddedServer;
import io.micronaut.test.extensions.junit5.annotation.MicronautTest;

import jakarta.inject.Inject;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.yaml.snakeyaml.Yaml;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

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
    private Api api;
    private JsonNode description;

    @BeforeEach
    void read() {
        api = new Api(server.getURI());
        description =
                new ObjectMapper().valueToTree(new Yaml().load(api.get("/openapi.yaml").text()));
    }

    @Test
    void every_parameter_has_a_type() {
        var untold = new ArrayList<String>();
        operations()
                .forEach(
                        (operation, described) -> {
                            for (var parameter : described.path("parameters")) {
                                var type = parameter.at("/schema/type");
                                if (!saysSomething(parameter.path("schema"))
                                        || !type.isTextual()
                                        || type.asText().equals("object")) {
                                    untold.add(operation + " " + parameter.path("name").asText());
                                }
                            }
                        });

        assertThat(operations()).hasSizeGreaterThan(80);
        assertThat(untold).isEmpty();
    }

    @Test
    void every_parameter_of_a_search_or_report_says_what_it_means() {
        var untold = new ArrayList<String>();
        operations()
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
        operations()
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
        for (var schema : description.at("/components/schemas").properties()) {
            for (var field : schema.getValue().path("properties").properties()) {
                if (!saysSomething(field.getValue())) {
                    untold.add(schema.getKey() + "." + field.getKey());
                }
            }
        }

        assertThat(untold).containsExactlyInAnyOrderElementsOf(FREE);
    }

    @Test
    void the_reports_are_those_there_are() {
        var report =
                parameters("/api/v1/workspaces/{workspace}/analytics/{report}").stream()
                        .filter(it -> it.path("name").asText().equals("report"))
                        .findFirst()
                        .orElseThrow();

        assertThat(report.at("/schema/enum"))
                .extracting(JsonNode::asText)
                .containsExactlyElementsOf(Reports.all().stream().map(Report::name).toList());
    }

    /// Who sends what there is not is told what there is.
    @ParameterizedTest
    @ValueSource(
            strings = {
                "/api/v1/workspaces/{workspace}/cards",
                "/api/v1/workspaces/{workspace}/runs",
                "/api/v1/workspaces/{workspace}/executions",
                "/api/v1/workspaces/{workspace}/analytics/{report}"
            })
    void the_parameters_are_those_there_are(String path) {
        var there = new TreeSet<String>();
        addresses(path)
                .forEach(
                        address -> {
                            var refused = api.get(address + "?nonsense=1").json();
                            var list =
                                    refused.path("detail")
                                            .asText()
                                            .replaceFirst("(?s).*(known are|It takes) ", "");
                            there.addAll(List.of(list.replaceFirst("\\.$", "").split(", ")));
                        });

        assertThat(parameters(path))
                .filteredOn(it -> it.path("in").asText().equals("query"))
                .extracting(it -> it.path("name").asText())
                .containsExactlyInAnyOrderElementsOf(there);
    }

    /// What it says may be sent is taken: each value of an enumeration, each default, each example.
    @ParameterizedTest
    @CsvSource({
        "/api/v1/workspaces/{workspace}/cards,              15",
        "/api/v1/workspaces/{workspace}/runs,               10",
        "/api/v1/workspaces/{workspace}/executions,         10",
        "/api/v1/workspaces/{workspace}/audit,               5",
        "/api/v1/workspaces/{workspace}/audit/export,        5",
        "/api/v1/workspaces/{workspace}/analytics/{report}, 10"
    })
    void what_a_parameter_is_said_to_take_is_taken(String path, int atLeast) {
        int asked = 0;
        for (var parameter : parameters(path)) {
            if (parameter.path("in").asText().equals("query")) {
                for (var value : told(parameter)) {
                    asked++;
                    var query =
                            "?" + encoded(parameter.path("name").asText()) + "=" + encoded(value);
                    // Of a card that is not there some reports tell that it is not there.
                    assertThat(addresses(path).map(it -> api.get(it + query).status()))
                            .as(path + query)
                            .containsAnyOf(200, 404)
                            .allMatch(status -> status < 500);
                }
            }
        }
        assertThat(asked).isGreaterThanOrEqualTo(atLeast);
    }

    /// One, but for reports: what one of them takes another does not.
    private static Stream<String> addresses(String path) {
        var address = path.replace("{workspace}", "default");
        return address.contains("{report}")
                ? Reports.all().stream().map(it -> address.replace("{report}", it.name()))
                : Stream.of(address);
    }

    /// `rank` alone needs something to rank by, and says so.
    private static List<String> told(JsonNode parameter) {
        var values = new ArrayList<String>();
        parameter.at("/schema/enum").forEach(it -> values.add(it.asText()));
        for (var one : List.of(parameter.path("example"), parameter.at("/schema/default"))) {
            if (!one.isMissingNode()) {
                values.add(one.asText());
            }
        }
        values.remove("rank");
        return values;
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
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
                                                : saysSomething(it.getValue().path("schema")));
    }

    private static boolean isText(JsonNode schema) {
        return schema.path("type").asText().equals("string");
    }

    /// More than that there is a value, or none.
    private boolean saysSomething(JsonNode schema) {
        if (schema.has("$ref")) {
            return saysSomething(description.at(schema.path("$ref").asText().substring(1)));
        }
        for (var parts : List.of("oneOf", "anyOf", "allOf")) {
            if (schema.has(parts)) {
                return schema.path(parts).valueStream().anyMatch(this::saysSomething);
            }
        }
        return schema.has("enum")
                || schema.has("properties")
                || schema.has("additionalProperties")
                || types(schema)
                        .anyMatch(
                                type ->
                                        switch (type) {
                                            case "null", "object" -> false;
                                            case "array" -> saysSomething(schema.path("items"));
                                            default -> true;
                                        });
    }

    private static Stream<String> types(JsonNode schema) {
        var type = schema.path("type");
        return type.isTextual()
                ? Stream.of(type.asText())
                : type.valueStream().map(JsonNode::asText);
    }

    private List<JsonNode> parameters(String path) {
        return description.path("paths").path(path).at("/get/parameters").valueStream().toList();
    }

    private Map<String, JsonNode> operations() {
        var operations = new TreeMap<String, JsonNode>();
        for (var path : description.path("paths").properties()) {
            for (var method : path.getValue().properties()) {
                operations.put(
                        method.getKey().toUpperCase(Locale.ROOT) + " " + path.getKey(),
                        method.getValue());
            }
        }
        return operations;
    }
}
