package dev.promptcards.card.transfer;

import com.fasterxml.jackson.databind.JsonNode;

import dev.promptcards.card.CardFields;
import dev.promptcards.card.CardId;
import dev.promptcards.card.CardJson;
import dev.promptcards.card.transfer.ImportPlan.Target;
import dev.promptcards.tenancy.WorkspaceId;

import jakarta.inject.Singleton;

import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// The statements on many cards at once, for import and export.
@Singleton
class TransferRepository {

    private record Found(CardId id, String slug, String title) {}

    private record Hash(CardId cardId, byte[] contentHash) {}

    /// The cards of these slugs with the hashes of their versions, held until the transaction ends.
    List<Target> lock(Handle handle, WorkspaceId workspace, Collection<String> slugs) {
        var found =
                handle.createQuery(
                                """
                                SELECT id, slug, title FROM prompt_cards
                                 WHERE workspace_id = :workspaceId AND slug = ANY (:slugs)
                                 ORDER BY id FOR UPDATE
                                """)
                        .bind("workspaceId", workspace)
                        .bindArray("slugs", String.class, List.copyOf(slugs))
                        .mapTo(Found.class)
                        .list();
        var hashes = hashes(handle, workspace, found.stream().map(Found::id).toList());
        return found.stream()
                .map(
                        card ->
                                new Target(
                                        card.id(),
                                        card.slug(),
                                        card.title(),
                                        hashes.getOrDefault(card.id(), List.of())))
                .toList();
    }

    private Map<CardId, List<ContentKey>> hashes(
            Handle handle, WorkspaceId workspace, List<CardId> cards) {
        var byCard = new HashMap<CardId, List<ContentKey>>();
        handle.createQuery(
                        """
                        SELECT card_id, content_hash FROM card_versions
                         WHERE workspace_id = :workspaceId AND card_id = ANY (:cardIds)
                         ORDER BY card_id, number
                        """)
                .bind("workspaceId", workspace)
                .bindArray("cardIds", CardId.class, cards)
                .mapTo(Hash.class)
                .forEach(
                        hash ->
                                byCard.computeIfAbsent(hash.cardId(), _ -> new ArrayList<>())
                                        .add(ContentKey.of(hash.contentHash())));
        return byCard;
    }

    /// Inserts cards without versions; says how many of them, for a slug may be taken by now.
    int insert(
            Handle handle,
            WorkspaceId workspace,
            List<CardId> ids,
            List<String> slugs,
            List<CardFields> fields) {
        return handle.createUpdate(
                        """
                        INSERT INTO prompt_cards
                               (workspace_id, id, slug, title, description, tags, metadata)
                        SELECT :workspaceId, * FROM unnest(
                               :ids, :slugs, :titles, :descriptions, :tags, :metadata)
                            ON CONFLICT (workspace_id, slug) DO NOTHING
                        """)
                .bind("workspaceId", workspace)
                .bindArray("ids", CardId.class, ids)
                .bindArray("slugs", String.class, slugs)
                .bindArray("titles", String.class, fields.stream().map(CardFields::title).toList())
                .bindArray(
                        "descriptions",
                        String.class,
                        fields.stream().map(CardFields::description).toList())
                .bindArray("tags", JsonNode.class, fields.stream().map(CardFields::tags).toList())
                .bindArray(
                        "metadata",
                        JsonNode.class,
                        fields.stream().map(CardFields::metadata).toList())
                .execute();
    }

    /// Points cards at their newest versions, which must be stored already.
    void pointAtLatest(Handle handle, WorkspaceId workspace, List<Target> changed) {
        handle.createUpdate(
                        """
                        UPDATE prompt_cards card
                           SET latest_version = newest.number, variables = newest.variables,
                               updated_at = now(),
                               revision = card.revision
                                          + CASE WHEN card.latest_version = 0 THEN 0 ELSE 1 END
                          FROM unnest(:ids, :numbers, :variables) AS newest (id, number, variables)
                         WHERE card.workspace_id = :workspaceId AND card.id = newest.id
                        """)
                .bind("workspaceId", workspace)
                .bindArray("ids", CardId.class, changed.stream().map(Target::id).toList())
                .bindArray(
                        "numbers",
                        Integer.class,
                        changed.stream()
                                .map(
                                        target ->
                                                target.firstAddedNumber()
                                                        + target.added().size()
                                                        - 1)
                                .toList())
                .bindArray(
                        "variables",
                        JsonNode.class,
                        changed.stream()
                                .map(target -> target.added().getLast().content().variables())
                                .map(CardJson::tree)
                                .map(JsonNode.class::cast)
                                .toList())
                .execute();
    }

    /// Points new cards without variables at their newest versions, which must be stored already.
    void pointAtNewest(
            Handle handle, WorkspaceId workspace, List<CardId> cards, List<Integer> numbers) {
        handle.createUpdate(
                        """
                        UPDATE prompt_cards card SET latest_version = newest.number
                          FROM unnest(:ids, :numbers) AS newest (id, number)
                         WHERE card.workspace_id = :workspaceId AND card.id = newest.id
                        """)
                .bind("workspaceId", workspace)
                .bindArray("ids", CardId.class, cards)
                .bindArray("numbers", Integer.class, numbers)
                .execute();
    }

    /// Cards in use and their versions in the order they were made, from after the given place.
    List<ExportRow> export(
            Handle handle,
            WorkspaceId workspace,
            @Nullable CardId afterCard,
            int afterNumber,
            int rows) {
        return handle.createQuery(
                        """
                        SELECT card.id, card.title, card.slug, card.description, card.tags, card.metadata,
                               version.number, version.created_at AS committed_at, version.template,
                               version.messages, version.kind, version.function, version.variables, version.settings, version.message
                          FROM prompt_cards card
                          JOIN card_versions version
                            ON version.workspace_id = card.workspace_id AND version.card_id = card.id
                         WHERE card.workspace_id = :workspaceId AND version.workspace_id = :workspaceId
                           AND card.archived_at IS NULL
                           AND (:afterCard::uuid IS NULL
                                OR (version.card_id, version.number) > (:afterCard::uuid, :afterNumber))
                         ORDER BY version.card_id, version.number
                         LIMIT :rows
                        """)
                .bind("workspaceId", workspace)
                .bind("afterCard", afterCard == null ? null : afterCard.value())
                .bind("afterNumber", afterNumber)
                .bind("rows", rows)
                .mapTo(ExportRow.class)
                .list();
    }
}
