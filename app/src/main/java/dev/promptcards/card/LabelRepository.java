package dev.promptcards.card;

import dev.promptcards.http.Cursor;
import dev.promptcards.http.PageRequest;
import dev.promptcards.tenancy.NewId;
import dev.promptcards.tenancy.WorkspaceId;

import jakarta.inject.Singleton;

import org.jdbi.v3.core.Handle;

import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/// The statements on `card_labels` and `card_label_moves`.
@Singleton
class LabelRepository {

    Optional<Label> find(Handle handle, WorkspaceId workspace, CardId card, String label) {
        return handle.createQuery(
                        """
                        SELECT card_id, label, version, updated_by, updated_at FROM card_labels
                         WHERE workspace_id = :workspaceId AND card_id = :cardId AND label = :label
                        """)
                .bind("workspaceId", workspace)
                .bind("cardId", card)
                .bind("label", label)
                .mapTo(Label.class)
                .findOne();
    }

    List<Label> ofCards(Handle handle, WorkspaceId workspace, List<CardId> cards) {
        return handle.createQuery(
                        """
                        SELECT card_id, label, version, updated_by, updated_at FROM card_labels
                         WHERE workspace_id = :workspaceId AND card_id = ANY (:cardIds)
                         ORDER BY card_id, label
                        """)
                .bind("workspaceId", workspace)
                .bindArray("cardIds", CardId.class, cards)
                .mapTo(Label.class)
                .list();
    }

    /// Points a label at a version and writes down the move, in one statement; a label that points
    /// there already is left alone. The subquery reads what stood before the statement: the caller
    /// holds the card's row, so that nobody can have moved the label since.
    void move(
            Handle handle,
            WorkspaceId workspace,
            CardId card,
            String label,
            int version,
            String by) {
        handle.createUpdate(
                        """
                        WITH moved AS (
                            INSERT INTO card_labels AS stored
                                   (workspace_id, card_id, label, version, updated_by, updated_at)
                            VALUES (:workspaceId, :cardId, :label, :version, :by, statement_timestamp())
                                ON CONFLICT (workspace_id, card_id, label) DO UPDATE
                               SET version = excluded.version, updated_by = excluded.updated_by,
                                   updated_at = excluded.updated_at
                             WHERE stored.version <> excluded.version
                            RETURNING stored.version
                        ), counted AS (
                            UPDATE prompt_cards SET revision = revision + 1
                             WHERE workspace_id = :workspaceId AND id = :cardId
                               AND EXISTS (SELECT FROM moved)
                        )
                        INSERT INTO card_label_moves
                               (workspace_id, id, card_id, label, from_version, to_version, moved_by,
                                moved_at)
                        SELECT :workspaceId, :id, :cardId, :label,
                               (SELECT before.version FROM card_labels before
                                 WHERE before.workspace_id = :workspaceId
                                   AND before.card_id = :cardId AND before.label = :label),
                               moved.version, :by, statement_timestamp()
                          FROM moved
                        """)
                .bind("workspaceId", workspace)
                .bind("cardId", card)
                .bind("label", label)
                .bind("version", version)
                .bind("by", by)
                .bind("id", NewId.next())
                .execute();
    }

    /// Removes a label and writes that down; false where there was none.
    boolean remove(Handle handle, WorkspaceId workspace, CardId card, String label, String by) {
        return handle.createUpdate(
                                """
                                WITH removed AS (
                                    DELETE FROM card_labels
                                     WHERE workspace_id = :workspaceId AND card_id = :cardId
                                       AND label = :label
                                    RETURNING version
                                ), counted AS (
                                    UPDATE prompt_cards SET revision = revision + 1
                                     WHERE workspace_id = :workspaceId AND id = :cardId
                                       AND EXISTS (SELECT FROM removed)
                                )
                                INSERT INTO card_label_moves
                                       (workspace_id, id, card_id, label, from_version, moved_by,
                                        moved_at)
                                SELECT :workspaceId, :id, :cardId, :label, removed.version, :by,
                                       statement_timestamp()
                                  FROM removed
                                """)
                        .bind("workspaceId", workspace)
                        .bind("cardId", card)
                        .bind("label", label)
                        .bind("by", by)
                        .bind("id", NewId.next())
                        .execute()
                == 1;
    }

    /// Newest move first.
    List<LabelMove> moves(
            Handle handle, WorkspaceId workspace, CardId card, String label, PageRequest page) {
        var after = page.after().map(Place::of);
        return handle.createQuery(
                        """
                        SELECT id, from_version, to_version, moved_by, moved_at FROM card_label_moves
                         WHERE workspace_id = :workspaceId AND card_id = :cardId AND label = :label
                           AND (:movedAt::timestamptz IS NULL
                                OR (moved_at, id) < (:movedAt::timestamptz, :id::uuid))
                         ORDER BY moved_at DESC, id DESC
                         LIMIT :rows
                        """)
                .bind("workspaceId", workspace)
                .bind("cardId", card)
                .bind("label", label)
                .bind("movedAt", after.map(Place::movedAt).orElse(null))
                .bind("id", after.map(Place::id).orElse(null))
                .bind("rows", page.rowsToRead())
                .mapTo(LabelMove.class)
                .list();
    }

    /// Where a page of moves ended.
    record Place(Instant movedAt, UUID id) {

        static Place of(Cursor cursor) {
            try {
                return new Place(
                        Instant.parse(cursor.key().get(0)), UUID.fromString(cursor.key().get(1)));
            } catch (DateTimeParseException | IllegalArgumentException _) {
                throw Cursor.broken();
            }
        }

        static List<String> key(LabelMove move) {
            return List.of(move.movedAt().toString(), move.id().toString());
        }
    }
}
