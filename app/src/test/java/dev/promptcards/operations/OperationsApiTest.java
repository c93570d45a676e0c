package dev.promptcards.operations;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.github.benmanes.caffeine.cache.Ticker;

import dev.promptcards.Api;
import dev.promptcards.TestDatabase;
import dev.promptcards.TestServers;
import dev.promptcards.identity.Node;

import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.Map;

/// How the installation does, as it is asked over HTTP.
class OperationsApiTest {

    private static final String PASSWORD = "correct horse battery";
    private static final TestDatabase DATABASE = TestServers.freshDatabase();
    private static final Node NODE = Node.on(DATABASE);
    private static final Jdbi SUPERUSER =
            Jdbi.create(TestServers.admin().withDatabase(DATABASE.owner().database())::connect);

    @AfterAll
    static void stop() {
        NODE.close();
        DATABASE.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"slow-queries", "index-usage", "cache", "pool", "nothing"})
    void who_is_no_administrator_sees_none_of_it(String view) {
        var email = TestServers.unique("ben") + "@example.org";
        NODE.person(email, PASSWORD);
        var ben = NODE.browser();
        ben.signIn(email, PASSWORD);

        var answer = ben.get("/api/v1/operations/" + view);

        assertThat(answer.status()).isEqualTo(403);
        assertThat(answer.json().path("detail").asText()).contains("administrator");
        assertThat(new Api(NODE.url(), null).get("/api/v1/operations/" + view).status())
                .isEqualTo(401);
    }

    @Test
    void an_administrator_sees_what_the_cache_and_the_pool_have_done() {
        var email = TestServers.unique("ana") + "@example.org";
        var ana = NODE.person(email, PASSWORD);
        NODE.local().send("PATCH", "/api/v1/people/" + ana, "{\"admin\": true}");
        var browser = NODE.browser();
        browser.signIn(email, PASSWORD);

        var cache = browser.get("/api/v1/operations/cache");
        var pool = browser.get("/api/v1/operations/pool").json().path("rows");

        assertThat(cache.status()).as(cache.text()).isEqualTo(200);
        assertThat(cache.json().path("rows"))
                .extracting(it -> it.path("figure").asText() + " " + it.path("of").asText())
                .contains("promptcards.cache.hits label", "promptcards.cache.fills metrics");
        assertThat(pool)
                .filteredOn(it -> it.path("figure").asText().equals("hikaricp.connections.max"))
                .singleElement()
                .satisfies(
                        it -> {
                            assertThat(it.path("of").asText()).isEqualTo("database");
                            assertThat(it.path("value").asInt()).isEqualTo(10);
                        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"slow-queries", "index-usage"})
    void without_a_login_that_may_read_it_the_answer_names_the_remedy(String view) {
        var unset = NODE.local().get("/api/v1/operations/" + view);

        assertThat(unset.status()).isEqualTo(503);
        assertThat(unset.json().path("detail").asText())
                .contains("Set DATABASE_MONITOR_URL", "promptcards_monitor");
        try (var wrong = on(DATABASE.application().reveal())) {
            var refused = wrong.local().get("/api/v1/operations/" + view);
            assertThat(refused.status()).isEqualTo(503);
            assertThat(refused.json().path("detail").asText())
                    .contains("permission denied", "a member of promptcards_monitor");
        }
    }

    @Test
    void with_one_the_rows_are_those_of_the_view() {
        assumeTrue(isSuperuser());
        var login = TestServers.unique("watcher").replace('-', '_');
        SUPERUSER.useHandle(
                admin -> {
                    admin.execute("CREATE ROLE " + login + " LOGIN PASSWORD 'watching'");
                    admin.execute("GRANT promptcards_monitor TO " + login);
                });
        try (var node = on(DATABASE.owner().withLogin(login, "watching").reveal())) {
            var indexes = node.local().get("/api/v1/operations/index-usage");
            var statements = node.local().get("/api/v1/operations/slow-queries");

            assertThat(indexes.status()).as(indexes.text()).isEqualTo(200);
            var rows = indexes.json().path("rows");
            assertThat(rows)
                    .extracting(it -> it.path("index_name").asText())
                    .contains("prompt_cards_slug_key");
            assertThat(rows.path(0).propertyStream().map(it -> it.getKey()))
                    .startsWith("table_name", "index_name", "scans");
            assertThat(statements.json().path("rows").isArray()).as(statements.text()).isTrue();
        } finally {
            SUPERUSER.useHandle(admin -> admin.execute("DROP ROLE " + login));
        }
    }

    @Test
    void what_is_not_there_is_told_with_what_is() {
        var answer = NODE.local().get("/api/v1/operations/weather");

        assertThat(answer.status()).isEqualTo(404);
        assertThat(answer.json().path("detail").asText()).contains("slow-queries, index-usage");
    }

    private static Node on(String monitor) {
        return Node.on(
                DATABASE,
                TestServers.redisUrl(),
                Ticker.systemTicker(),
                Map.of("database.monitor-url", monitor));
    }

    private static boolean isSuperuser() {
        return SUPERUSER.withHandle(
                admin ->
                        admin.createQuery(
                                        "SELECT rolsuper FROM pg_roles WHERE rolname ="
                                                + " current_user")
                                .mapTo(Boolean.class)
                                .one());
    }
}
