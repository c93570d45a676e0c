package dev.promptcards.suite;

import dev.promptcards.tenancy.WorkspaceId;

import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.SqlStatement;

import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;

/// The statements over suites and their revisions.
final class SuiteRepository {

    private static final String SUITE =
            """
            SELECT s.id, s.slug, s.name, s.description, s.revision, coalesce(r.cases, 0) AS cases,
                   s.created_at, s.updated_at
              FROM test_suites s
              LEFT JOIN suite_revisions r
                     ON r.workspace_id = s.workspace_id AND r.suite_id = s.id AND r.number = s.revision
             WHERE s.workspace_id = :workspaceId
            """;

    private SuiteRepository() {}

    static Optional<TestSuite> find(Handle handle, WorkspaceId workspace, String slug) {
        return handle.createQuery(SUITE + " AND s.slug = :slug")
                .bind("workspaceId", workspace.value())
                .bind("slug", slug)
                .mapTo(TestSuite.class)
                .findOne();
    }

    static List<TestSuite> list(Handle handle, WorkspaceId workspace, String afterSlug, int limit) {
        return handle.createQuery(SUITE + " AND s.slug > :after ORDER BY s.slug LIMIT :limit")
                .bind("workspaceId", workspace.value())
                .bind("after", afterSlug)
                .bind("limit", limit)
                .mapTo(TestSuite.class)
                .list();
    }

    /// A suite with an id, and whether its setup is another now.
    record Ensured(UUID id, boolean setupChanged) {}

    /// The suite's id; the suite is made where there is none.
    ///
    /// @param setup replaces what is there; empty leaves it
    static Ensured ensure(
            Handle handle,
            WorkspaceId workspace,
            String slug,
            String name,
            String description,
            Optional<String> setup) {
        return handle.createQuery(
                        """
                        WITH old AS (
                            SELECT setup FROM test_suites
                             WHERE workspace_id = :workspaceId AND slug = :slug)
                        INSERT INTO test_suites (workspace_id, slug, name, description, setup)
                        VALUES (:workspaceId, :slug, :name, :description,
                                coalesce(:setup::jsonb, '{}'))
                        ON CONFLICT (workspace_id, slug)
                        DO UPDATE SET name = excluded.name, description = excluded.description,
                                      setup = coalesce(:setup::jsonb, test_suites.setup)
                        RETURNING id, setup IS DISTINCT FROM coalesce((SELECT setup FROM old), '{}')
                        """)
                .bind("workspaceId", workspace.value())
                .bind("slug", slug)
                .bind("name", name)
                .bind("description", description)
                .bind("setup", setup.orElse(null))
                .map((row, _) -> new Ensured(row.getObject(1, UUID.class), row.getBoolean(2)))
                .one();
    }

    /// What a configuration said of the suite beside its cases.
    static String setup(Handle handle, WorkspaceId workspace, UUID suite) {
        return bound(
                        handle.createQuery(
                                """
                                SELECT setup::text FROM test_suites
                                 WHERE workspace_id = :workspaceId AND id = :suiteId
                                """),
                        workspace,
                        suite)
                .mapTo(String.class)
                .one();
    }

    /// Opens a revision that nobody sees yet. Drafts left behind a day ago go.
    static int openDraft(
            Handle handle, WorkspaceId workspace, UUID suite, String defaults, String createdBy) {
        bound(
                        handle.createUpdate(
                                """
                                DELETE FROM suite_revisions
                                 WHERE workspace_id = :workspaceId AND suite_id = :suiteId
                                   AND published_at IS NULL
                                   AND created_at < statement_timestamp() - interval '1 day'
                                """),
                        workspace,
                        suite)
                .execute();
        // The suite's row is locked so that two uploads at once get two numbers.
        bound(
                        handle.createQuery(
                                """
                                SELECT id FROM test_suites
                                 WHERE workspace_id = :workspaceId AND id = :suiteId FOR UPDATE
                                """),
                        workspace,
                        suite)
                .mapTo(UUID.class)
                .one();
        return bound(
                        handle.createQuery(
                                """
                                INSERT INTO suite_revisions
                                       (workspace_id, suite_id, number, defaults, created_by)
                                SELECT :workspaceId, :suiteId, coalesce(max(number), 0) + 1,
                                       :defaults::jsonb, :createdBy
                                  FROM suite_revisions
                                 WHERE workspace_id = :workspaceId AND suite_id = :suiteId
                                RETURNING number
                                """),
                        workspace,
                        suite)
                .bind("defaults", defaults)
                .bind("createdBy", createdBy)
                .mapTo(Integer.class)
                .one();
    }

    static void insertCases(
            Handle handle, WorkspaceId workspace, UUID suite, int revision, List<TestCase> cases) {
        var sql =
                """
                INSERT INTO test_cases (workspace_id, suite_id, revision, position, key, description,
                       vars, assertions, options, threshold, metadata, unsupported,
                       overrides, expansion_offset, expansion_size)
                SELECT ?, ?, ?, g.position, g.key, g.description, g.vars::jsonb, g.assertions::jsonb,
                       g.options::jsonb, g.threshold, g.metadata::jsonb, g.unsupported,
                       g.overrides::jsonb, g.expansion_offset, g.expansion_size
                  FROM unnest(?::int[], ?::text[], ?::text[], ?::text[], ?::text[], ?::text[],
                              ?::float8[], ?::text[], ?::text[], ?::text[], ?::int[], ?::int[])
                       AS g (position, key, description, vars, assertions, options, threshold,
                             metadata, unsupported, overrides, expansion_offset, expansion_size)
                ON CONFLICT DO NOTHING
                """;
        try (var statement = handle.getConnection().prepareStatement(sql)) {
            statement.setObject(1, workspace.value());
            statement.setObject(2, suite);
            statement.setInt(3, revision);
            var columns = new Columns(handle, cases);
            statement.setArray(4, columns.of("int4", TestCase::position));
            statement.setArray(5, columns.of("text", TestCase::key));
            statement.setArray(6, columns.of("text", c -> c.description().orElse(null)));
            statement.setArray(7, columns.of("text", c -> c.vars().toString()));
            statement.setArray(8, columns.of("text", c -> c.assertions().toString()));
            statement.setArray(9, columns.of("text", c -> c.options().toString()));
            statement.setArray(
                    10,
                    columns.of(
                            "float8",
                            c -> c.threshold().isPresent() ? c.threshold().getAsDouble() : null));
            statement.setArray(11, columns.of("text", c -> c.metadata().toString()));
            statement.setArray(12, columns.of("text", c -> c.unsupported().orElse(null)));
            statement.setArray(13, columns.of("text", c -> c.overrides().members().toString()));
            statement.setArray(14, columns.of("int4", c -> c.expansion().offset()));
            statement.setArray(15, columns.of("int4", c -> c.expansion().size()));
            statement.executeUpdate();
        } catch (SQLException e) {
            throw new IllegalStateException("storing cases failed", e);
        }
    }

    /// Makes the draft the suite's revision, unless the newest published one says the same: then
    /// the draft goes and that one's number comes back.
    static int publish(
            Handle handle, WorkspaceId workspace, UUID suite, int draft, int cases, byte[] hash) {
        var same =
                bound(
                                handle.createQuery(
                                        """
                                        SELECT r.number FROM suite_revisions r
                                          JOIN test_suites s
                                            ON s.workspace_id = r.workspace_id AND s.id = r.suite_id
                                           AND s.revision = r.number
                                         WHERE r.workspace_id = :workspaceId
                                           AND r.suite_id = :suiteId AND r.content_hash = :hash
                                        """),
                                workspace,
                                suite)
                        .bind("hash", hash)
                        .mapTo(Integer.class)
                        .findOne();
        if (same.isPresent()) {
            discard(handle, workspace, suite, draft);
            return same.get();
        }
        bound(
                        handle.createUpdate(
                                """
                                UPDATE suite_revisions
                                   SET cases = :cases, content_hash = :hash,
                                       published_at = statement_timestamp()
                                 WHERE workspace_id = :workspaceId AND suite_id = :suiteId
                                   AND number = :number
                                """),
                        workspace,
                        suite)
                .bind("cases", cases)
                .bind("hash", hash)
                .bind("number", draft)
                .execute();
        bound(
                        handle.createUpdate(
                                """
                                UPDATE test_suites
                                   SET revision = :number, updated_at = statement_timestamp()
                                 WHERE workspace_id = :workspaceId AND id = :suiteId
                                """),
                        workspace,
                        suite)
                .bind("number", draft)
                .execute();
        return draft;
    }

    /// Lets the planner know what has arrived.
    static int analyze(Handle handle) {
        return handle.createQuery("SELECT analyze_test_cases()").mapTo(Integer.class).one();
    }

    static void discard(Handle handle, WorkspaceId workspace, UUID suite, int draft) {
        bound(
                        handle.createUpdate(
                                """
                                DELETE FROM suite_revisions
                                 WHERE workspace_id = :workspaceId AND suite_id = :suiteId
                                   AND number = :number AND published_at IS NULL
                                """),
                        workspace,
                        suite)
                .bind("number", draft)
                .execute();
    }

    private static <S extends SqlStatement<S>> S bound(
            S statement, WorkspaceId workspace, UUID suite) {
        return statement.bind("workspaceId", workspace.value()).bind("suiteId", suite);
    }

    private record Columns(Handle handle, List<TestCase> cases) {
        java.sql.Array of(
                String type, Function<TestCase, @org.jspecify.annotations.Nullable Object> field)
                throws SQLException {
            return handle.getConnection().createArrayOf(type, cases.stream().map(field).toArray());
        }
    }
}
