package dev.promptcards.database;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.promptcards.TestServers;
import dev.promptcards.tenancy.WorkspaceId;

import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.Query;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

class RowMappingTest {

    private final Jdbi jdbi = TestServers.jdbi();
    private final ObjectMapper json = new ObjectMapper();

    enum Outcome {
        PASSED
    }

    record RunNumber(long value) {}

    record Row(
            WorkspaceId workspaceId,
            @Nullable WorkspaceId noId,
            RunNumber runNumber,
            UUID plainId,
            String name,
            @Nullable String nothing,
            int count,
            @Nullable Integer noCount,
            double score,
            BigDecimal costUsd,
            boolean passed,
            Outcome outcome,
            Instant createdAt,
            @Nullable Instant finishedAt,
            JsonNode vars,
            @Nullable JsonNode noVars,
            byte[] hash,
            List<String> words) {}

    @Test
    void a_record_is_read_from_a_row_by_the_names_of_its_components() {
        var id = new WorkspaceId(UUID.randomUUID());
        Instant now = Instant.parse("2026-02-28T23:59:59.123456Z");
        ObjectNode vars = json.createObjectNode().put("question", "What is 2 ? 3 :x ::y");
        Row row =
                jdbi.withHandle(
                        handle ->
                                handle.createQuery(
                                                """
                                                SELECT :id AS workspace_id, NULL::uuid AS no_id, 41::bigint AS run_number,
                                                       (:id)::uuid AS plain_id, 'ü' AS name, NULL::text AS nothing,
                                                       7 AS count, NULL::int AS no_count, 0.5::float8 AS score,
                                                       0.0000000001::numeric(20, 10) AS cost_usd, true AS passed,
                                                       'PASSED' AS outcome, :now AS created_at,
                                                       NULL::timestamptz AS finished_at, (:vars)::jsonb AS vars,
                                                       NULL::jsonb AS no_vars, :hash AS hash,
                                                       ARRAY['a', 'b'] AS words
                                                """)
                                        .bind("id", id)
                                        .bind("now", now)
                                        .bind("vars", vars)
                                        .bind("hash", new byte[] {1, 2})
                                        .mapTo(Row.class)
                                        .one());
        assertThat(row.workspaceId()).isEqualTo(id);
        assertThat(row.noId()).isNull();
        assertThat(row.runNumber()).isEqualTo(new RunNumber(41));
        assertThat(row.plainId()).isEqualTo(id.value());
        assertThat(row.nothing()).isNull();
        assertThat(row.noCount()).isNull();
        assertThat(row.costUsd()).isEqualByComparingTo("1e-10");
        assertThat(row.outcome()).isEqualTo(Outcome.PASSED);
        assertThat(row.createdAt()).isEqualTo(now);
        assertThat(row.finishedAt()).isNull();
        assertThat(row.vars()).isEqualTo(vars);
        assertThat(row.noVars()).isNull();
        assertThat(row.hash()).containsExactly(1, 2);
        assertThat(row.words()).containsExactly("a", "b");
    }

    @Test
    void json_null_and_no_json_are_two_things() {
        assertThat(
                        one(
                                "SELECT jsonb_typeof((:it)::jsonb)",
                                query -> query.bind("it", NullNode.getInstance())))
                .isEqualTo("null");
        assertThat(
                        one(
                                "SELECT coalesce(jsonb_typeof((:it)::jsonb), 'SQL')",
                                query -> query.bindByType("it", null, JsonNode.class)))
                .isEqualTo("SQL");
    }

    @Test
    void an_id_stands_alone_as_a_column() {
        var id = new WorkspaceId(UUID.randomUUID());
        WorkspaceId read =
                jdbi.withHandle(
                        handle ->
                                handle.createQuery("SELECT :id")
                                        .bind("id", id)
                                        .mapTo(WorkspaceId.class)
                                        .one());
        assertThat(read).isEqualTo(id);
    }

    @Test
    void arrays_carry_a_batch() {
        var ids = List.of(new WorkspaceId(UUID.randomUUID()), new WorkspaceId(UUID.randomUUID()));
        List<JsonNode> bodies = List.of(json.createArrayNode().add("{\"}, \\"), NullNode.instance);
        Instant now = Instant.parse("2026-01-01T00:00:00.000001Z");
        String seen =
                one(
                        """
                        SELECT string_agg(concat_ws(' ', i = ANY (:ids), b, n, s, d, t = :now, f), '; ' ORDER BY n)
                          FROM unnest(:ids, :bodies, :numbers, :texts, :doubles, :instants, :flags)
                            AS u (i, b, n, s, d, t, f)
                        """,
                        query ->
                                query.bindArray("ids", WorkspaceId.class, ids)
                                        .bindArray("bodies", JsonNode.class, bodies)
                                        .bindArray("numbers", Long.class, List.of(1L, 2L))
                                        .bindArray("texts", String.class, List.of("a,b", "\"c\""))
                                        .bindArray("doubles", Double.class, List.of(0.5, 1.0))
                                        .bindArray("instants", Instant.class, List.of(now, now))
                                        .bindArray("flags", Boolean.class, List.of(true, false))
                                        .bind("now", now));
        assertThat(seen).isEqualTo("t [\"{\\\"}, \\\\\"] 1 a,b 0.5 t t; t null 2 \"c\" 1 t f");
    }

    private String one(String sql, java.util.function.UnaryOperator<Query> bind) {
        return jdbi.withHandle(
                handle -> bind.apply(handle.createQuery(sql)).mapTo(String.class).one());
    }
}
