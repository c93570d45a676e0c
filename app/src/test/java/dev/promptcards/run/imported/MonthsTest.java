package dev.promptcards.run.imported;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.promptcards.TestDatabase;
import dev.promptcards.TestServers;
import dev.promptcards.problem.Problem;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.time.YearMonth;
import java.util.List;

@Timeout(60)
class MonthsTest {

    private final TestDatabase database = TestServers.freshDatabase();
    private final YearMonth month = YearMonth.now().minusYears(5);

    @AfterEach
    void drop() {
        database.close();
    }

    @Test
    void a_month_is_made_while_others_store_executions_and_is_closed_to_the_application() {
        database.jdbi()
                .useTransaction(
                        storing -> {
                            storing.execute("LOCK TABLE test_executions IN ROW EXCLUSIVE MODE");
                            Months.ensure(database.transactions(), List.of(month));
                        });

        var partition = "test_executions_%tY_%<tm".formatted(month);
        boolean closed =
                database.jdbi()
                        .withHandle(
                                handle ->
                                        handle.createQuery(
                                                        """
                                                        SELECT c.relrowsecurity AND c.relforcerowsecurity AND c.relispartition
                                                               AND NOT has_table_privilege(c.oid, 'SELECT')
                                                          FROM pg_class c WHERE c.relname = :partition
                                                        """)
                                                .bind("partition", partition)
                                                .mapTo(Boolean.class)
                                                .one());
        assertThat(closed).isTrue();
    }

    @Test
    void a_month_is_given_up_when_what_it_needs_stays_locked() {
        database.ownerJdbi()
                .useTransaction(
                        holding -> {
                            holding.execute(
                                    "LOCK TABLE test_executions IN SHARE UPDATE EXCLUSIVE MODE");
                            assertThatThrownBy(
                                            () ->
                                                    Months.ensure(
                                                            database.transactions(),
                                                            List.of(month)))
                                    .isInstanceOf(Problem.Unavailable.class)
                                    .hasMessageContaining(month.toString());
                        });

        Months.ensure(database.transactions(), List.of(month));
    }

    @ParameterizedTest
    @ValueSource(strings = {"infinity", "-infinity", "1999-01-01", "2999-01-01"})
    void months_of_another_age_are_refused(String day) {
        assertThatThrownBy(
                        () ->
                                database.jdbi()
                                        .withHandle(
                                                handle ->
                                                        handle.createQuery(
                                                                        "SELECT"
                                                                            + " ensure_execution_partitions(:day::date,"
                                                                            + " :day::date)")
                                                                .bind("day", day)
                                                                .mapTo(Integer.class)
                                                                .one()))
                .hasMessageContaining("eleven years");
    }
}
