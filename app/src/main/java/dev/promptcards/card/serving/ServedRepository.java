package dev.promptcards.card.serving;

import dev.promptcards.card.CardId;
import dev.promptcards.card.VersionRef;
import dev.promptcards.tenancy.WorkspaceId;

import jakarta.inject.Singleton;

import org.jdbi.v3.core.Handle;

import java.util.Optional;

/// What is asked of the database when something is not remembered.
@Singleton
class ServedRepository {

    /// A slug is never given to another card.
    Optional<CardId> card(Handle handle, WorkspaceId workspace, String slug) {
        return handle.createQuery(
                        "SELECT id FROM prompt_cards WHERE workspace_id = :workspaceId AND slug ="
                                + " :slug")
                .bind("workspaceId", workspace)
                .bind("slug", slug)
                .mapTo(CardId.class)
                .findOne();
    }

    /// Where a label points: one statement, and so one moment. The moves tell one that was removed
    /// from one that never was.
    Pointer pointer(Handle handle, WorkspaceId workspace, CardId card, String label) {
        return handle.createQuery(
                        """
                        SELECT card.revision,
                               CASE WHEN :label = :latest THEN card.latest_version
                                    ELSE stored.version END AS version,
                               EXISTS (SELECT FROM card_label_moves moves
                                        WHERE moves.workspace_id = :workspaceId
                                          AND moves.card_id = :cardId
                                          AND moves.label = :label) AS was_there
                          FROM prompt_cards card
                          LEFT JOIN card_labels stored
                                 ON stored.workspace_id = :workspaceId
                                AND stored.card_id = :cardId AND stored.label = :label
                         WHERE card.workspace_id = :workspaceId AND card.id = :cardId
                        """)
                .bind("workspaceId", workspace)
                .bind("cardId", card)
                .bind("label", label)
                .bind("latest", VersionRef.LATEST)
                .mapTo(Pointer.class)
                .one();
    }
}
