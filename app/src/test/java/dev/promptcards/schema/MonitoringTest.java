package dev.promptcards.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.promptcards.TestDatabase;
import dev.promptcards.TestServers;

import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.List;
import java.util.Map;
import java.util.function.Function;

/// The views for who runs the installation.
class MonitoringTest {

    private static final TestDatabase DATABASE = TestServers.freshDatabase();
    private static final Jdbi ADMIN =
            Jdbi.create(TestServers.admin().withDatabase(DATABASE.owner().database())::connect);

    @BeforeAll
    static void as_an_administrator() {
        boolean superuser =
                ADMIN.withHandle(
                        admin ->
                                admin.createQuery(
                                                "SELECT rolsuper FROM pg_roles WHERE rolname ="
                                                        + " current_user")
                                        .mapTo(Boolean.class)
                                        .one());
        assumeTrue(superuser);
    }

    @AfterAll
    static void drop() {
        DATABASE.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"slow_queries", "index_usage"})
    void the_application_does_not_see_them(String view) {
        assertThatThrownBy(
                        () ->
                                DATABASE.jdbi()
                                        .useHandle(app -> app.execute("SELECT * FROM " + view)))
                .hasMessageContaining("permission denied");
    }

    @Test
    void an_index_is_counted_over_its_partitions() {
        var rows = asMonitor(handle -> rows(handle, "SELECT * FROM index_usage"));

        assertThat(rows)
                .extracting(it -> it.get("index_name"))
                .contains("test_executions_card_idx", "prompt_cards_slug_key")
                .doesNotHaveDuplicates()
                .noneMatch(it -> String.valueOf(it).matches(".*_\\d{4}_\\d{2}_.*"));
        assertThat(rows)
                .filteredOn(it -> "test_executions_card_idx".equals(it.get("index_name")))
                .extracting(it -> it.get("table_name"))
                .containsExactly("test_executions");
    }

    @Test
    void slow_statements_are_shown_where_they_are_counted() {
        assertThat(asMonitor(handle -> rows(handle, "SELECT * FROM slow_queries"))).isEmpty();

        ADMIN.useHandle(
                admin -> {
                    admin.execute("CREATE EXTENSION pg_stat_statements");
                    admin.execute("GRANT SELECT ON pg_stat_statements TO promptcards_monitor");
                    admin.execute("SELECT count(*) FROM prompt_cards WHERE slug = 'some-slug'");
                });
        boolean counted =
                ADMIN.withHandle(
                                admin ->
                                        admin.createQuery("SHOW shared_preload_libraries")
                                                .mapTo(String.class)
                                                .one())
                        .contains("pg_stat_statements");
        var rows = asMonitor(handle -> rows(handle, "SELECT * FROM slow_queries"));

        assertThat(!rows.isEmpty()).isEqualTo(counted);
        assertThat(rows).noneMatch(it -> String.valueOf(it.get("query")).contains("some-slug"));
    }

    private static List<Map<String, Object>> asMonitor(
            Function<Handle, List<Map<String, Object>>> work) {
        return ADMIN.inTransaction(
                admin -> {
                    admin.execute("SET LOCAL ROLE promptcards_monitor");
                    return work.apply(admin);
                });
    }

    private static List<Map<String, Object>> rows(Handle handle, String sql) {
        return handle.createQuery(sql).mapToMap().list();
    }
}
