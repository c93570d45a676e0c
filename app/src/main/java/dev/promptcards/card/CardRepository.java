package dev.promptcards.card;

import com.fasterxml.jackson.databind.JsonNode;

import dev.promptcards.tenancy.WorkspaceId;

import jakarta.inject.Singleton;

import org.jdbi.v3.core.Handle;

import java.util.Optional;

/// The statements on `prompt_cards`.
@Singleton
class CardRepository {

    private static final String COLUMNS =
            """
            SELECT id, slug, title, description, tags, variables, metadata, latest_version, revision,
                   archived_at, created_at, updated_at
              FROM prompt_cards
            """;

    Optional<PromptCard> find(Handle handle, WorkspaceId workspace, String slug) {
        if (!Slug.isPossible(slug)) {
            return Optional.empty();
        }
        return handle.createQuery(COLUMNS + " WHERE workspace_id = :workspaceId AND slug = :slug")
                .bind("workspaceId", workspace)
                .bind("slug", slug)
                .mapTo(PromptCard.class)
                .findOne();
    }

    /// Reads a card and holds its row until the transaction ends: whoever changes a card, its
    /// versions or its labels does this first, so that changes of one card follow each other.
    Optional<PromptCard> lock(Handle handle, WorkspaceId workspace, String slug) {
        if (!Slug.isPossible(slug)) {
            return Optional.empty();
        }
        return handle.createQuery(
                        COLUMNS + " WHERE workspace_id = :workspaceId AND slug = :slug FOR UPDATE")
                .bind("workspaceId", workspace)
                .bind("slug", slug)
                .mapTo(PromptCard.class)
                .findOne();
    }

    /// Inserts a card without a version yet; false where its slug is taken.
    boolean insert(
            Handle handle, WorkspaceId workspace, CardId id, String slug, CardFields fields) {
        return handle.createUpdate(
                                """
                                INSERT INTO prompt_cards
                                       (workspace_id, id, slug, title, description, tags, metadata)
                                VALUES (:workspaceId, :id, :slug, :title, :description, :tags, :metadata)
                                    ON CONFLICT (workspace_id, slug) DO NOTHING
                                """)
                        .bind("workspaceId", workspace)
                        .bind("id", id)
                        .bind("slug", slug)
                        .bind("title", fields.title())
                        .bind("description", fields.description())
                        .bind("tags", fields.tags())
                        .bind("metadata", fields.metadata())
                        .execute()
                == 1;
    }

    /// Points a card at its newest version, which must be stored already: the search vector is
    /// taken from it.
    void pointAtLatest(
            Handle handle, WorkspaceId workspace, CardId id, int number, JsonNode variables) {
        handle.createUpdate(
                        """
                        UPDATE prompt_cards
                           SET latest_version = :number, variables = :variables, updated_at = now(),
                               revision = revision + CASE WHEN latest_version = 0 THEN 0 ELSE 1 END
                         WHERE workspace_id = :workspaceId AND id = :id
                        """)
                .bind("workspaceId", workspace)
                .bind("id", id)
                .bind("number", number)
                .bind("variables", variables)
                .execute();
    }

    void describe(
            Handle handle, WorkspaceId workspace, CardId id, CardFields fields, boolean archived) {
        handle.createUpdate(
                        """
                        UPDATE prompt_cards
                           SET title = :title, description = :description, tags = :tags,
                               metadata = :metadata, updated_at = now(), revision = revision + 1,
                               archived_at = CASE WHEN :archived THEN coalesce(archived_at, now()) END
                         WHERE workspace_id = :workspaceId AND id = :id
                        """)
                .bind("workspaceId", workspace)
                .bind("id", id)
                .bind("title", fields.title())
                .bind("description", fields.description())
                .bind("tags", fields.tags())
                .bind("metadata", fields.metadata())
                .bind("archived", archived)
                .execute();
    }
}
