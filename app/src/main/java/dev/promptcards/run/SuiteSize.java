package dev.promptcards.run;

import dev.promptcards.tenancy.WorkspaceId;

import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

import java.util.List;

/// What an estimate has to know of a suite's revision.
final class SuiteSize {

    /// Kinds that ask a model for a text. Those that want an embedding, a class or a moderation
    /// cost a small fraction of these.
    private static final String JUDGED =
            "^(not-)?(llm-rubric|g-eval|factuality|model-graded-.*|answer-relevance|context-recall"
                + "|context-relevance|context-faithfulness|conversation-relevance|select-best)$";

    /// A judge, and how many assertions of a case ask it, in the mean.
    ///
    /// @param provider as written, JSON; null where nobody is named
    record Asked(@Nullable String provider, double perCase) {}

    private SuiteSize() {}

    /// The characters of a case's variables, those it inherits among them, in the mean.
    static double caseCharacters(
            Handle handle, WorkspaceId workspace, Pins.PinnedSuite suite, int cases) {
        return handle.createQuery(
                        """
                        SELECT coalesce((SELECT avg(length(vars::text)) FROM test_cases
                                          WHERE workspace_id = :workspaceId AND suite_id = :suiteId
                                            AND revision = :revision AND position < :cases), 0)
                               + coalesce(length((defaults -> 'vars')::text), 0)
                          FROM suite_revisions
                         WHERE workspace_id = :workspaceId AND suite_id = :suiteId
                           AND number = :revision
                        """)
                .bind("workspaceId", workspace.value())
                .bind("suiteId", suite.suiteId())
                .bind("revision", suite.revision())
                .bind("cases", cases)
                .mapTo(Double.class)
                .one();
    }

    /// Assertions that are judged, those in sets and those that are inherited among them, by who is
    /// asked.
    static List<Asked> judges(
            Handle handle, WorkspaceId workspace, Pins.PinnedSuite suite, int cases) {
        return handle.createQuery(
                        """
                        WITH written AS (
                            SELECT defaults FROM suite_revisions
                             WHERE workspace_id = :workspaceId AND suite_id = :suiteId
                               AND number = :revision
                        ), own AS (
                            SELECT c.assertions, c.options -> 'provider' AS provider FROM test_cases c
                             WHERE c.workspace_id = :workspaceId AND c.suite_id = :suiteId
                               AND c.revision = :revision AND c.position < :cases
                               AND c.assertions <> '[]'
                        ), asked AS (
                            SELECT coalesce(a -> 'provider', o.provider) AS provider, 1.0 / :cases AS share
                              FROM own o
                             CROSS JOIN LATERAL jsonb_path_query(o.assertions, :judged::jsonpath) a
                            UNION ALL
                            SELECT a -> 'provider', 1.0
                              FROM written w
                             CROSS JOIN LATERAL jsonb_path_query(w.defaults -> 'assert', :judged::jsonpath) a)
                        SELECT coalesce(k.provider, w.defaults -> 'options' -> 'provider')::text AS provider,
                               sum(k.share)::float8 AS per_case
                          FROM asked k CROSS JOIN written w
                         GROUP BY 1
                        """)
                .bind("workspaceId", workspace.value())
                .bind("suiteId", suite.suiteId())
                .bind("revision", suite.revision())
                .bind("cases", cases)
                .bind("judged", "strict $.** ? (@.type like_regex \"" + JUDGED + "\")")
                .mapTo(Asked.class)
                .list();
    }
}
