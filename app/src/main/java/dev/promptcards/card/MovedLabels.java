package dev.promptcards.card;

import dev.promptcards.cache.Change;
import dev.promptcards.cache.Family;
import dev.promptcards.cache.Key;
import dev.promptcards.cache.Outbox;
import dev.promptcards.tenancy.WorkspaceId;

import jakarta.inject.Singleton;

import org.jdbi.v3.core.Handle;

import java.util.Collection;
import java.util.List;

/// Has it forgotten where labels pointed, by the transaction that moves them: whoever writes
/// `card_labels`, or a card's latest version, says so here, once the card's revision has grown.
@Singleton
public class MovedLabels {

    private final Outbox outbox;

    MovedLabels(Outbox outbox) {
        this.outbox = outbox;
    }

    private record Revised(CardId id, int revision) {}

    /// What nodes share the pointer of a label under.
    public static Key key(WorkspaceId workspace, CardId card, String label) {
        return new Key(Family.LABEL, workspace, card + ":" + label);
    }

    /// A label of these cards was moved or removed, or is `latest`. The transaction is bound to the
    /// workspace and holds the cards' rows.
    public void record(
            Handle handle, WorkspaceId workspace, Collection<CardId> moved, String label) {
        var changes =
                revisions(handle, workspace, moved).stream()
                        .map(
                                card ->
                                        new Change(
                                                card.id().value(),
                                                card.revision(),
                                                List.of(key(workspace, card.id(), label))))
                        .toList();
        outbox.record(handle, workspace, changes);
    }

    private static List<Revised> revisions(
            Handle handle, WorkspaceId workspace, Collection<CardId> moved) {
        return handle.createQuery(
                        """
                        SELECT id, revision FROM prompt_cards
                         WHERE workspace_id = :workspaceId AND id = ANY (:ids)
                        """)
                .bind("workspaceId", workspace)
                .bindArray("ids", CardId.class, List.copyOf(moved))
                .mapTo(Revised.class)
                .list();
    }
}
