package dev.promptcards.card.serving;

import dev.promptcards.TestDatabase;
import dev.promptcards.tenancy.NewId;
import dev.promptcards.tenancy.WorkspaceId;

/// A card with many versions, whose label only moves upwards: so what is read tells how old it is.
final class NumberedCard {

    private NumberedCard() {}

    /// Makes a card whose `production` points at its first version.
    static void make(TestDatabase database, WorkspaceId workspace, String slug, int versions) {
        database.transactions()
                .inWorkspace(
                        workspace,
                        handle ->
                                handle.createUpdate(
                                                """
                                                WITH card AS (
                                                    INSERT INTO prompt_cards
                                                           (workspace_id, id, slug, title, latest_version)
                                                    VALUES (:workspaceId, :id, :slug, :slug, :versions)
                                                ), versions AS (
                                                    INSERT INTO card_versions
                                                           (workspace_id, card_id, number, kind, template,
                                                            content_hash, created_by)
                                                    SELECT :workspaceId, :id, number, 'text', 'Version ' || number,
                                                           sha256(number::text::bytea), 'test'
                                                      FROM generate_series(1, :versions) number
                                                )
                                                INSERT INTO card_labels
                                                       (workspace_id, card_id, label, version, updated_by)
                                                VALUES (:workspaceId, :id, 'production', 1, 'test')
                                                """)
                                        .bind("workspaceId", workspace)
                                        .bind("id", NewId.next())
                                        .bind("slug", slug)
                                        .bind("versions", versions)
                                        .execute());
    }
}
