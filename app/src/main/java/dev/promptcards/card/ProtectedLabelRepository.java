package dev.promptcards.card;

import dev.promptcards.tenancy.WorkspaceId;

import jakarta.inject.Singleton;

import org.jdbi.v3.core.Handle;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/// The statements on `protected_labels`, and the one on runs that tells what a version has passed.
@Singleton
class ProtectedLabelRepository {

    private record Row(
            String pattern,
            String[] roles,
            Optional<String> suite,
            Optional<Double> minPassRate,
            String updatedBy,
            Instant updatedAt) {

        ProtectedLabel protection() {
            return new ProtectedLabel(
                    pattern, List.of(roles), suite, minPassRate, updatedBy, updatedAt);
        }
    }

    /// A run that says something about a version, and the columns the version stands in.
    record VersionRun(UUID id, int number, Instant createdAt, Integer[] columns) {}

    /// All of a workspace, by pattern.
    List<ProtectedLabel> list(Handle handle, WorkspaceId workspace) {
        return handle.createQuery(
                        """
                        SELECT p.pattern, p.roles, s.slug AS suite, p.min_pass_rate, p.updated_by, p.updated_at
                          FROM protected_labels p
                          LEFT JOIN test_suites s
                                 ON s.workspace_id = :workspaceId AND s.id = p.suite_id
                         WHERE p.workspace_id = :workspaceId
                         ORDER BY p.pattern
                        """)
                .bind("workspaceId", workspace)
                .mapTo(Row.class)
                .map(Row::protection)
                .list();
    }

    Optional<UUID> suite(Handle handle, WorkspaceId workspace, String slug) {
        return handle.createQuery(
                        "SELECT id FROM test_suites WHERE workspace_id = :workspaceId AND slug ="
                                + " :slug")
                .bind("workspaceId", workspace)
                .bind("slug", slug)
                .mapTo(UUID.class)
                .findOne();
    }

    void put(
            Handle handle,
            WorkspaceId workspace,
            ProtectedLabel protection,
            Optional<UUID> suite,
            String by) {
        handle.createUpdate(
                        """
                        INSERT INTO protected_labels (workspace_id, pattern, roles, suite_id,
                                                      min_pass_rate, updated_by, updated_at)
                        VALUES (:workspaceId, :pattern, :roles, :suite::uuid, :minPassRate, :by, now())
                            ON CONFLICT (workspace_id, pattern) DO UPDATE
                           SET roles = excluded.roles, suite_id = excluded.suite_id,
                               min_pass_rate = excluded.min_pass_rate,
                               updated_by = excluded.updated_by, updated_at = excluded.updated_at
                        """)
                .bind("workspaceId", workspace)
                .bind("pattern", protection.pattern())
                .bindArray("roles", String.class, protection.roles())
                .bind("suite", suite.orElse(null))
                .bind("minPassRate", protection.minPassRate().orElse(null))
                .bind("by", by)
                .execute();
    }

    void delete(Handle handle, WorkspaceId workspace, String pattern) {
        handle.createUpdate(
                        """
                        DELETE FROM protected_labels
                         WHERE workspace_id = :workspaceId AND pattern = :pattern
                        """)
                .bind("workspaceId", workspace)
                .bind("pattern", pattern)
                .execute();
    }

    /// The latest run of a version on all cases of a suite that came to its end.
    Optional<VersionRun> latestRun(
            Handle handle, WorkspaceId workspace, CardId card, int version, String suite) {
        return handle.createQuery(
                        """
                        SELECT r.id, r.number, r.created_at, array_agg(c.number) AS columns
                          FROM run_columns c
                          JOIN test_runs r ON r.workspace_id = :workspaceId AND r.id = c.run_id
                          JOIN test_suites s ON s.workspace_id = :workspaceId AND s.id = r.suite_id
                         WHERE c.workspace_id = :workspaceId AND c.card_id = :cardId
                           AND c.version = :version AND s.slug = :suite
                           AND r.state = 'completed' AND r.first_cases IS NULL
                         GROUP BY r.id, r.number, r.created_at
                         ORDER BY r.number DESC
                         LIMIT 1
                        """)
                .bind("workspaceId", workspace)
                .bind("cardId", card)
                .bind("version", version)
                .bind("suite", suite)
                .mapTo(VersionRun.class)
                .findOne();
    }
}
