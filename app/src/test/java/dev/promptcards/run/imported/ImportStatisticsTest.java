package dev.promptcards.run.imported;

import static org.assertj.core.api.Assertions.assertThat;

import dev.promptcards.TestServers;
import dev.promptcards.identity.Node;

import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.Test;

import java.util.stream.Collectors;
import java.util.stream.IntStream;

class ImportStatisticsTest {

    /// Few cases are found by any plan; many only where the planner knows that they are many.
    @Test
    void the_planner_is_told_of_many_cases_and_not_of_few() {
        try (var database = TestServers.freshDatabase();
                var node = Node.on(database)) {
            take(node, 0, 999);
            assertThat(cases(database.ownerJdbi())).isEqualTo("never analyzed");

            take(node, 999, 1000);
            assertThat(cases(database.ownerJdbi())).isEqualTo("analyzed 1 times, 1999 rows");

            take(node, 0, 1);
            assertThat(cases(database.ownerJdbi())).isEqualTo("analyzed 1 times, 1999 rows");
        }
    }

    private static void take(Node node, int from, int to) {
        var rows =
                IntStream.range(from, to)
                        .mapToObj("c,case %d,m,1"::formatted)
                        .collect(Collectors.joining("\n"));
        var answer =
                node.local()
                        .send(
                                "POST",
                                "/api/v1/workspaces/default/runs/import",
                                "card,case_id,model,passed\n" + rows,
                                "Content-Type",
                                "text/csv");
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        assertThat(answer.json().path("added").asInt()).isEqualTo(to - from);
    }

    /// What the planner knows of them.
    private static String cases(Jdbi owner) {
        return owner.withHandle(
                handle ->
                        handle.createQuery(
                                        """
                                        SELECT CASE WHEN s.analyze_count = 0 THEN 'never analyzed'
                                               ELSE format('analyzed %s times, %s rows',
                                                           s.analyze_count, c.reltuples) END
                                          FROM pg_stat_user_tables s JOIN pg_class c ON c.oid = s.relid
                                         WHERE s.relname = 'test_cases'
                                        """)
                                .mapTo(String.class)
                                .one());
    }
}
