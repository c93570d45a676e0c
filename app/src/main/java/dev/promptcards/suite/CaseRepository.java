package dev.promptcards.suite;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.promptcards.tenancy.WorkspaceId;

import jakarta.inject.Singleton;

import org.jdbi.v3.core.Handle;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.UUID;

/// Reads published cases and what all of them inherit.
@Singleton
public class CaseRepository {

    private static final String CASE =
            """
            SELECT position, key, description, vars::text, assertions::text, options::text, threshold,
                   metadata::text, unsupported, overrides::text, expansion_offset, expansion_size
              FROM test_cases
             WHERE workspace_id = :workspaceId AND suite_id = :suiteId AND revision = :revision
            """;

    private final ObjectMapper json;

    CaseRepository(ObjectMapper json) {
        this.json = json;
    }

    /// The cases at the given positions, in no order. The range besides the positions keeps the
    /// planner from reading the whole revision where it takes a new one for a few rows.
    public List<TestCase> at(
            Handle handle,
            WorkspaceId workspace,
            UUID suite,
            int revision,
            Collection<Integer> positions) {
        return handle.createQuery(
                        CASE
                                + " AND position BETWEEN :low AND :high AND position = ANY"
                                + " (:positions)")
                .bind("workspaceId", workspace.value())
                .bind("suiteId", suite)
                .bind("revision", revision)
                .bind("low", java.util.Collections.min(positions))
                .bind("high", java.util.Collections.max(positions))
                .bind("positions", positions.stream().mapToInt(Integer::intValue).toArray())
                .map((row, _) -> read(row))
                .list();
    }

    /// A page of cases in their order, after the given position (-1 for the first page).
    public List<TestCase> page(
            Handle handle, WorkspaceId workspace, UUID suite, int revision, int after, int limit) {
        return handle.createQuery(CASE + " AND position > :after ORDER BY position LIMIT :limit")
                .bind("workspaceId", workspace.value())
                .bind("suiteId", suite)
                .bind("revision", revision)
                .bind("after", after)
                .bind("limit", limit)
                .map((row, _) -> read(row))
                .list();
    }

    /// What every case of a published revision inherits: `vars`, `assert`, `options`, `threshold`,
    /// `metadata`, `assertScoringFunction`. Empty where there is no such revision.
    public Optional<ObjectNode> defaults(
            Handle handle, WorkspaceId workspace, UUID suite, int revision) {
        return handle.createQuery(
                        """
                        SELECT defaults::text FROM suite_revisions
                         WHERE workspace_id = :workspaceId AND suite_id = :suiteId
                           AND number = :number AND published_at IS NOT NULL
                        """)
                .bind("workspaceId", workspace.value())
                .bind("suiteId", suite)
                .bind("number", revision)
                .mapTo(String.class)
                .findOne()
                .map(text -> (ObjectNode) parse(text));
    }

    private TestCase read(ResultSet row) throws SQLException {
        double threshold = row.getDouble("threshold");
        var noThreshold = row.wasNull();
        return new TestCase(
                row.getInt("position"),
                row.getString("key"),
                Optional.ofNullable(row.getString("description")),
                (ObjectNode) parse(row.getString("vars")),
                (ArrayNode) parse(row.getString("assertions")),
                (ObjectNode) parse(row.getString("options")),
                noThreshold ? OptionalDouble.empty() : OptionalDouble.of(threshold),
                (ObjectNode) parse(row.getString("metadata")),
                Optional.ofNullable(row.getString("unsupported")),
                overrides(row.getString("overrides")),
                new TestCase.Expansion(
                        row.getInt("expansion_offset"), row.getInt("expansion_size")));
    }

    private CaseOverrides overrides(String text) {
        return text.equals("{}") ? CaseOverrides.NONE : new CaseOverrides((ObjectNode) parse(text));
    }

    private JsonNode parse(String text) {
        try {
            return json.readTree(text);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("PostgreSQL returned jsonb that is no JSON", e);
        }
    }
}
