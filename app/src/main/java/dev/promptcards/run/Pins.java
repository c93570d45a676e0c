package dev.promptcards.run;

import dev.promptcards.problem.Problem;
import dev.promptcards.queue.RunId;
import dev.promptcards.tenancy.WorkspaceId;

import org.jdbi.v3.core.Handle;

import java.util.Optional;
import java.util.UUID;

/// Finds what a run is about and holds it to that: versions, a suite's revision, an earlier run
/// under the same key.
final class Pins {

    /// A version of a card, found.
    ///
    /// @param conversation whether it speaks of `_conversation`: what was said before
    record PinnedPrompt(UUID cardId, int version, String label, boolean conversation) {}

    /// A suite's revision, found.
    ///
    /// @param serial whether what its cases inherit wants them one after the other
    /// @param comparing whether they inherit an assertion that compares columns
    record PinnedSuite(UUID suiteId, int revision, int cases, boolean serial, boolean comparing) {}

    /// The run an idempotency key has started before, and the hash of what it was asked for.
    record Earlier(RunId run, byte[] requestHash) {}

    private Pins() {}

    static PinnedPrompt prompt(
            Handle handle, WorkspaceId workspace, RunRequest.PromptChoice choice) {
        if (choice.at() != null && choice.version() != null) {
            throw new Problem.Invalid(
                    "prompts: give a version or a label (`at`) of card '%s', not both"
                            .formatted(choice.card()));
        }
        var found =
                handle.createQuery(
                                """
                                SELECT c.id, c.title, v.number AS version,
                                       position('_conversation' IN coalesce(v.template, v.messages::text, '')) > 0
                                           AS conversation
                                  FROM prompt_cards c
                                  LEFT JOIN card_labels l
                                         ON l.workspace_id = c.workspace_id AND l.card_id = c.id
                                        AND l.label = :at
                                  LEFT JOIN card_versions v
                                         ON v.workspace_id = c.workspace_id AND v.card_id = c.id
                                        AND v.number = CASE WHEN :at <> 'latest' THEN l.version
                                                            ELSE coalesce(:version, c.latest_version) END
                                 WHERE c.workspace_id = :workspaceId AND c.slug = :slug
                                """)
                        .bind("workspaceId", workspace.value())
                        .bind("slug", choice.card())
                        .bind("at", choice.at() == null ? "latest" : choice.at())
                        .bind("version", choice.version())
                        .map(
                                (row, _) ->
                                        new PinnedPrompt(
                                                row.getObject("id", UUID.class),
                                                row.getInt("version"),
                                                choice.label() == null
                                                        ? row.getString("title")
                                                        : choice.label(),
                                                row.getBoolean("conversation")))
                        .findOne()
                        .orElseThrow(
                                () ->
                                        new Problem.Invalid(
                                                "prompts: there is no card '"
                                                        + choice.card()
                                                        + "'"));
        if (found.version() == 0) {
            throw new Problem.Invalid(
                    "prompts: card '%s' has no version %s"
                            .formatted(
                                    choice.card(),
                                    choice.at() != null
                                            ? "labelled '" + choice.at() + "'"
                                            : String.valueOf(choice.version())));
        }
        return found;
    }

    static PinnedSuite suite(Handle handle, WorkspaceId workspace, RunRequest.SuiteChoice choice) {
        return handle.createQuery(
                        """
                        SELECT s.id AS suite_id, r.number AS revision, r.cases,
                               r.defaults -> 'options' -> 'storeOutputAs' IS NOT NULL
                                   OR coalesce(r.defaults -> 'options' -> 'runSerially' = 'true', false)
                                   AS serial,
                               coalesce(r.defaults -> 'assert' @> '[{"type": "select-best"}]'
                                   OR r.defaults -> 'assert' @> '[{"type": "max-score"}]', false)
                                   AS comparing
                          FROM test_suites s
                          JOIN suite_revisions r
                            ON r.workspace_id = s.workspace_id AND r.suite_id = s.id
                           AND r.number = coalesce(:revision, s.revision)
                         WHERE s.workspace_id = :workspaceId AND s.slug = :slug
                           AND r.published_at IS NOT NULL
                        """)
                .bind("workspaceId", workspace.value())
                .bind("slug", choice.slug())
                .bind("revision", choice.revision())
                .mapTo(PinnedSuite.class)
                .findOne()
                .orElseThrow(
                        () ->
                                new Problem.Invalid(
                                        "suite: there is no suite '%s'%s"
                                                .formatted(
                                                        choice.slug(),
                                                        choice.revision() == null
                                                                ? " with cases"
                                                                : " at revision "
                                                                        + choice.revision())));
    }

    static Optional<Earlier> earlier(Handle handle, WorkspaceId workspace, String idempotencyKey) {
        return handle.createQuery(
                        """
                        SELECT id, request_hash FROM test_runs
                         WHERE workspace_id = :workspaceId AND idempotency_key = :key
                        """)
                .bind("workspaceId", workspace.value())
                .bind("key", idempotencyKey)
                .map(
                        (row, _) ->
                                new Earlier(
                                        new RunId(row.getObject("id", UUID.class)),
                                        row.getBytes("request_hash")))
                .findOne();
    }
}
