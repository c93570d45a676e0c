package dev.promptcards.assertion;

import static dev.promptcards.assertion.KindRow.Outcome.ERROR;
import static dev.promptcards.assertion.KindRow.Outcome.HOLDS;
import static dev.promptcards.assertion.KindRow.Outcome.HOLDS_NOT;
import static dev.promptcards.assertion.KindRow.bare;
import static dev.promptcards.assertion.KindRow.value;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.util.List;
import java.util.stream.Stream;

/// What is SQL in which database, and what it touches.
class SqlKindsTest {

    private static final Workbench BENCH = new Workbench();

    @AfterAll
    static void close() {
        BENCH.close();
    }

    static Stream<KindRow> rows() {
        return Stream.of(syntax(), dialects(), tables(), columns(), embedded(), hostile())
                .flatMap(List::stream);
    }

    private static List<KindRow> syntax() {
        return List.of(
                bare("is-sql", "SELECT 1; SELECT 2;", HOLDS),
                bare("is-sql", "-- a note\nWITH x AS (SELECT 1) SELECT * FROM x", HOLDS),
                bare("is-sql", "SELECT a, FROM t", HOLDS_NOT),
                bare("is-sql", "SELECT * FORM t", HOLDS_NOT),
                bare("is-sql", "SELECT `a FROM t", HOLDS_NOT),
                bare("is-sql", "SELECT a b FROM t", HOLDS_NOT),
                bare("is-sql", "SELECT DISTINCT a FROM t", HOLDS),
                bare("is-sql", "SELECT 'select a b from c' FROM t", HOLDS),
                bare("is-sql", "CREATE EVERYTHING", HOLDS_NOT),
                bare("is-sql", "Here is your query: SELECT 1", HOLDS_NOT),
                bare("is-sql", "", HOLDS_NOT),
                bare("is-sql", ";", HOLDS_NOT),
                value("is-sql", "'MySQL'", "SELECT 1", ERROR),
                value("is-sql", "{'databaseType': 'Access'}", "SELECT 1", ERROR),
                value("is-sql", "{'allowedTables': 't'}", "SELECT 1", ERROR));
    }

    private static List<KindRow> dialects() {
        String postgres = "{'databaseType': 'postgresql'}";
        return List.of(
                bare("is-sql", "SELECT id::text FROM t", HOLDS_NOT),
                value("is-sql", postgres, "SELECT id::text FROM t WHERE a ILIKE 'b'", HOLDS),
                bare("is-sql", "SELECT '::' FROM t", HOLDS),
                bare("is-sql", "SELECT * FROM generate_series(1, 3)", HOLDS_NOT),
                value("is-sql", postgres, "SELECT * FROM generate_series(1, 3)", HOLDS),
                bare("is-sql", "SELECT [a] FROM [t]", HOLDS_NOT),
                value(
                        "is-sql",
                        "{'databaseType': 'TransactSQL'}",
                        "SELECT TOP 5 [a] FROM [t]",
                        HOLDS));
    }

    private static KindRow tables(String allowed, String sql, KindRow.Outcome outcome) {
        return value("is-sql", "{'allowedTables': " + allowed + "}", sql, outcome);
    }

    private static List<KindRow> tables() {
        return List.of(
                tables("['select::null::a']", "SELECT * FROM `A` x JOIN a y ON x.i = y.i", HOLDS),
                tables("['select::null::a']", "SELECT * FROM a JOIN b ON a.i = b.i", HOLDS_NOT),
                tables("['select::null::a']", "SELECT (SELECT c FROM b) FROM a", HOLDS_NOT),
                tables("['select::null::a']", "WITH b AS (SELECT * FROM a) SELECT * FROM b", HOLDS),
                tables("['select::s::a']", "SELECT * FROM s.a", HOLDS),
                tables("['select::null::a']", "SELECT * FROM s.a", HOLDS_NOT),
                tables("['select::null::a']", "DELETE FROM a", HOLDS_NOT),
                tables("['delete::null::a']", "DELETE FROM a WHERE i = 1", HOLDS),
                tables("['drop::(.*)::a']", "DROP TABLE a", HOLDS),
                tables("['select::null::a']", "SELECT 1; DROP TABLE a", HOLDS_NOT),
                tables(
                        "['insert::null::a', 'select::null::b']",
                        "INSERT INTO a SELECT * FROM b",
                        HOLDS),
                tables("['insert::null::a']", "INSERT INTO a SELECT * FROM b", HOLDS_NOT),
                tables("['update::null::a']", "UPDATE a SET i = 1", HOLDS),
                tables("['select::null::a']", "no sql", HOLDS_NOT),
                tables("['(']", "SELECT * FROM a", ERROR),
                tables("[]", "SELECT 1", HOLDS));
    }

    private static KindRow columns(String allowed, String sql, KindRow.Outcome outcome) {
        return value("is-sql", "{'allowedColumns': " + allowed + "}", sql, outcome);
    }

    private static List<KindRow> columns() {
        return List.of(
                columns("['select::null::i']", "SELECT i FROM a WHERE i = \"x\"", HOLDS),
                columns("['select::null::i']", "SELECT i FROM a WHERE j = 1", HOLDS_NOT),
                columns("['select::a::i']", "SELECT x.i FROM a x", HOLDS),
                columns("['select::b::i']", "SELECT x.i FROM a x", HOLDS_NOT),
                columns("['select::a::i']", "SELECT i FROM a", HOLDS),
                columns("['select::null::i']", "SELECT * FROM a", HOLDS_NOT),
                columns("['select::a::(.*)']", "SELECT a.* FROM a", HOLDS),
                columns("['select::null::i']", "SELECT count(*) FROM a GROUP BY i", HOLDS),
                columns("['update::a::i']", "UPDATE a SET i = 1", HOLDS),
                columns("['update::a::i']", "UPDATE a SET j = 1", HOLDS_NOT),
                columns("['insert::a::i']", "INSERT INTO a (i) VALUES (1)", HOLDS),
                columns("['insert::a::i']", "INSERT INTO a (i, j) VALUES (1, 2)", HOLDS_NOT));
    }

    private static List<KindRow> embedded() {
        return List.of(
                bare("contains-sql", "So:\n```sql\nSELECT 1\n```\nfine", HOLDS),
                bare("contains-sql", "So:\n```\nSELEC 1\n```\nfine", HOLDS_NOT),
                bare("contains-sql", "SELECT 1", HOLDS),
                bare("contains-sql", "So: SELECT 1", HOLDS_NOT),
                bare("contains-sql", "", HOLDS_NOT));
    }

    private static List<KindRow> hostile() {
        String names = "SELECT " + "i, ".repeat(10_000) + "i FROM t";
        return List.of(
                bare("is-sql", "SELECT " + "(".repeat(40) + "1" + ")".repeat(40), ERROR),
                bare("is-sql", "SELECT " + "(".repeat(400_000), ERROR),
                bare("is-sql", "SELECT 'a" + "a".repeat(2_000_000), ERROR),
                bare("is-sql", names, HOLDS),
                columns(
                        "['(.*)" + "i*".repeat(12) + "j']",
                        "SELECT " + "i".repeat(50) + " FROM t",
                        ERROR),
                bare("contains-sql", "```".repeat(300_000), HOLDS_NOT));
    }

    @ParameterizedTest
    @MethodSource("rows")
    @Timeout(20)
    void a_kind_and_its_negation_give_the_verdict_of_the_table(KindRow row) {
        row.check(BENCH);
    }

    @Test
    void what_is_not_allowed_is_named() {
        KindRow row = tables("['select::null::a']", "SELECT * FROM a, b", HOLDS_NOT);

        assertThat(row.grade(BENCH).reason())
                .isEqualTo(
                        "SQL references unauthorized table(s)."
                                + " Found: [select::null::a, select::null::b]."
                                + " Allowed: [select::null::a].");
    }
}
