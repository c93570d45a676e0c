package dev.promptcards.connection;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;

import dev.promptcards.connection.ConnectedProviders.Wanted;
import dev.promptcards.connection.LiveConnections.Live;
import dev.promptcards.provider.Provider;
import dev.promptcards.provider.ProviderBeans;
import dev.promptcards.provider.Resolved;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.UUID;

/// Every vendor, and everything a configuration may say of where to go.
class PassageTest {

    private static final List<String> LEADING =
            List.of(
                    "apiHost",
                    "apiBaseUrl",
                    "apiEndpoint",
                    "region",
                    "url",
                    "host",
                    "baseUrl",
                    "baseURL",
                    "endpoint",
                    "resource",
                    "proxy",
                    "request");

    static SortedSet<String> vendors() {
        return ProviderBeans.providers().vendors();
    }

    @ParameterizedTest
    @MethodSource("vendors")
    void whatever_a_configuration_says_a_key_goes_where_its_connection_leads(String kind) {
        for (var key : LEADING) {
            for (var value : List.of("evil.test", "https://evil.test/", "evil.test/?")) {
                var opened = open(kind, "{\"%s\": \"%s\"}".formatted(key, value), Map.of());
                if (opened instanceof Resolved.Ready(Provider provider)) {
                    assertThat(provider.identity().path("url").asText())
                            .as(key)
                            .doesNotContain("evil");
                }
            }
        }
    }

    @ParameterizedTest
    @MethodSource("vendors")
    void no_variable_of_a_run_moves_it_either(String kind) {
        var variables = new HashMap<String, String>();
        for (var prefix : ProviderBeans.providers().vendorOf(id(kind)).orElseThrow().variables()) {
            for (var ending : List.of("_API_HOST", "_API_BASE_URL", "_BASE_URL", "_API_BASE")) {
                variables.put(prefix + ending, "https://evil.test");
            }
        }
        assertThat(open(kind, "{}", variables))
                .isInstanceOfSatisfying(
                        Resolved.Ready.class,
                        ready ->
                                assertThat(ready.provider().identity().toString())
                                        .doesNotContain("evil"));
    }

    @ParameterizedTest
    @CsvSource({"togetherai:m, together", "hf:chat:m, huggingface", "palm:m, google"})
    void who_has_several_names_is_one_vendor(String id, String kind) {
        assertThat(ProviderBeans.providers().vendorOf(id).orElseThrow().name()).isEqualTo(kind);
    }

    private static Resolved open(String kind, String config, Map<String, String> keys) {
        var spec = ProviderBeans.spec(id(kind), config);
        return new Passage(ProviderBeans.providers())
                .open(
                        ProviderBeans.WORKSPACE,
                        new Live(connection(kind), new Credentials("sk-of-the-team", Map.of())),
                        new Wanted(spec, keys, ProviderBeans.SCOPE),
                        () -> new Resolved.Misconfigured("not called"));
    }

    private static String id(String kind) {
        return switch (kind) {
            case "http" -> "http";
            case "anthropic" -> "anthropic:messages:m";
            case "azure", "huggingface" -> kind + ":chat:m";
            default -> kind + ":m";
        };
    }

    private static Connection connection(String kind) {
        var json = JsonNodeFactory.instance;
        boolean own = List.of("azure", "http").contains(kind);
        return new Connection(
                new ConnectionId(new UUID(0, 1)),
                "team",
                kind,
                own ? Optional.of("https://llm.example.com") : Optional.empty(),
                json.arrayNode(),
                json.objectNode(),
                json.objectNode(),
                json.arrayNode(),
                true,
                "",
                false,
                1,
                Optional.empty(),
                Instant.EPOCH,
                Instant.EPOCH);
    }
}
