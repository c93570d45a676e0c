package dev.promptcards.http;

import static dev.promptcards.analytics.SomeRuns.Try.passed;

import static org.assertj.core.api.Assertions.assertThat;

import com.github.benmanes.caffeine.cache.Ticker;

import dev.promptcards.TestServers;
import dev.promptcards.analytics.SomeRuns;
import dev.promptcards.identity.Node;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.util.Map;

/// Searches that take too long: a lock stands for what is expensive to look through.
class SearchingTest {

    @ParameterizedTest
    @CsvSource({
        "test_executions,/executions?output~=x",
        "test_executions,/runs/1/executions?output~=x",
        "prompt_cards,/cards?q=x"
    })
    void a_search_that_takes_too_long_is_cut_short_with_what_to_narrow(String table, String path) {
        try (var database = TestServers.freshDatabase();
                var node =
                        Node.on(
                                database,
                                "",
                                Ticker.systemTicker(),
                                Map.of("promptcards.search.limit", "300ms"))) {
            var workspace = database.workspace();
            new SomeRuns(database, workspace)
                    .run("2026-03-10T10:00:00Z", "basics", "poet", 1, "openai:gpt-a", passed("a"));
            var address = "/api/v1/workspaces/w-" + workspace + path;
            database.ownerJdbi()
                    .useTransaction(
                            owner -> {
                                owner.execute("LOCK TABLE " + table);

                                var answer = node.local().get(address);

                                assertThat(answer.status()).as(answer.text()).isEqualTo(422);
                                assertThat(answer.json().path("detail").asText())
                                        .contains("300 ms", "`created`");
                            });
            assertThat(node.local().get(address).status()).isEqualTo(200);
        }
    }
}
