package dev.promptcards.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;

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

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Stream;

/// What the description of the interface says may be sent is what may be sent.
@MicronautTest
class DescribedParametersTest implements OnTestServers {

    @Inject EmbeddedServer server;
    private Api api;
    private Description description;

    @BeforeEach
    void read() {
        api = new Api(server.getURI());
        description = Description.of(api);
    }

    @Test
    void the_reports_are_those_there_are() {
        var report =
                description.parameters("/api/v1/workspaces/{workspace}/analytics/{report}").stream()
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

        assertThat(description.parameters(path))
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
        for (var parameter : description.parameters(path)) {
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
}
