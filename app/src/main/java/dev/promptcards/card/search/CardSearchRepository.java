package dev.promptcards.card.search;

import com.fasterxml.jackson.databind.JsonNode;

import dev.promptcards.card.CardId;
import dev.promptcards.card.PromptCard;
import dev.promptcards.tenancy.WorkspaceId;

import jakarta.inject.Singleton;

import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.mapper.Nested;
import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.Optional;
import java.util.UUID;

/// The statements that find cards: first their ids, through a function that may use the indexes
/// row-level security shuts off, and with them the rows, under row-level security.
@Singleton
class CardSearchRepository {

    private static final String IDS =
            """
            SELECT * FROM find_cards(:workspaceId, :words::text, :titleLike::text, :tags::jsonb,
                   :variables::jsonb, :metadata::jsonb, :metadataPath::text, :label::text,
                   :folder::text, :createdFrom::timestamptz, :createdTo::timestamptz,
                   :updatedFrom::timestamptz, :updatedTo::timestamptz, :archived, :sorting,
                   :descending, :afterTime::timestamptz, :afterTitle::text, :afterRank::real,
                   :afterId::uuid, :newest::uuid, :most)
            """;

    private static final String CARD =
            """
            SELECT c.id, c.slug, c.title, c.description, c.tags, c.variables, c.metadata,
                   c.latest_version, c.revision, c.archived_at, c.created_at, c.updated_at,
                   lower(c.title) AS title_key,
            """;

    private static final String FOUND =
            """
              FROM unnest(:ids) WITH ORDINALITY AS found (id, place)
              JOIN prompt_cards c ON c.workspace_id = :workspaceId AND c.id = found.id
            """;

    private static final String CARDS =
            CARD + " NULL::real AS rank, NULL::text AS headline " + FOUND + " ORDER BY found.place";

    /// The snippet is made of description and template, of the page's cards alone.
    private static final String CARDS_WITH_SNIPPETS =
            CARD
                    + """
                    CASE WHEN c.head_vector @@ asked.query
                         THEN 1::real + ts_rank(c.head_vector, asked.query)
                         ELSE ts_rank(c.search_vector, asked.query) END AS rank,
                    ts_headline(asked.language,
                                translate(left(concat_ws(E'\\n', nullif(c.description, ''),
                                                         coalesce(v.template, chat_text(v.messages))),
                                               20000),
                                          E'\\x02\\x03', ''),
                                asked.query, :options) AS headline
                    """
                    + FOUND
                    + """
                      LEFT JOIN card_versions v
                        ON v.workspace_id = :workspaceId AND v.card_id = c.id
                       AND v.number = c.latest_version
                     CROSS JOIN (SELECT w.search_language::regconfig AS language,
                                        websearch_to_tsquery(w.search_language::regconfig, :words)
                                          AS query
                                   FROM workspaces w WHERE w.id = :workspaceId) AS asked
                     ORDER BY found.place
                    """;

    private static final String COUNTS =
            """
            WITH counted AS MATERIALIZED (
                SELECT c.tags, left(c.metadata ->> 'category', 200) AS category,
                       left(c.metadata ->> 'owner', 200) AS owner
                  FROM unnest(:ids) AS found (id)
                  JOIN prompt_cards c ON c.workspace_id = :workspaceId AND c.id = found.id
            )
            (SELECT 'tags' AS facet, tag AS value, count(*) AS cards
               FROM counted CROSS JOIN jsonb_array_elements_text(counted.tags) AS tag
              GROUP BY tag ORDER BY cards DESC, value LIMIT 20)
            UNION ALL
            (SELECT 'categories', category, count(*) AS cards
               FROM counted WHERE category IS NOT NULL
              GROUP BY category ORDER BY cards DESC, category LIMIT 20)
            UNION ALL
            (SELECT 'owners', owner, count(*) AS cards
               FROM counted WHERE owner IS NOT NULL
              GROUP BY owner ORDER BY cards DESC, owner LIMIT 20)
            """;

    /// A card with what its place in a listing is made of.
    record Row(
            @Nested PromptCard card,
            String titleKey,
            @Nullable Float rank,
            @Nullable String headline) {

        FoundCard found() {
            return new FoundCard(card, Optional.ofNullable(headline).map(Snippet::of));
        }
    }

    record Count(String facet, String value, int cards) {}

    /// The ids of cards, in order.
    List<CardId> ids(
            Handle handle,
            WorkspaceId workspace,
            CardFilter filter,
            CardSort sort,
            Place place,
            int most) {
        return handle.createQuery(IDS)
                .bind("workspaceId", workspace)
                .bind("words", filter.words().orElse(null))
                .bind("titleLike", filter.titlePattern().orElse(null))
                .bindByType("tags", filter.allTags().orElse(null), JsonNode.class)
                .bindByType("variables", filter.variables().orElse(null), JsonNode.class)
                .bindByType("metadata", filter.metadata().orElse(null), JsonNode.class)
                .bind("metadataPath", filter.metadataPath().orElse(null))
                .bind("label", filter.label().orElse(null))
                .bind("folder", filter.folder().orElse(null))
                .bind("createdFrom", filter.created().from().orElse(null))
                .bind("createdTo", filter.created().to().orElse(null))
                .bind("updatedFrom", filter.updated().from().orElse(null))
                .bind("updatedTo", filter.updated().to().orElse(null))
                .bind("archived", filter.archived())
                .bind("sorting", sort.by().word())
                .bind("descending", sort.descending())
                .bind("afterTime", place.time())
                .bind("afterTitle", place.title())
                .bind("afterRank", place.rank())
                .bind("afterId", place.id())
                .bind("newest", place.newest())
                .bind("most", most)
                .mapTo(CardId.class)
                .list();
    }

    /// The cards of these ids in their order; with snippets where there are words.
    List<Row> cards(
            Handle handle, WorkspaceId workspace, List<CardId> ids, Optional<String> words) {
        var query = handle.createQuery(words.isPresent() ? CARDS_WITH_SNIPPETS : CARDS);
        words.ifPresent(it -> query.bind("words", it).bind("options", Snippet.OPTIONS));
        return query.bind("workspaceId", workspace)
                .bindArray("ids", CardId.class, ids)
                .mapTo(Row.class)
                .list();
    }

    /// The card made last: ids are ordered by when they were made.
    Optional<UUID> newest(Handle handle, WorkspaceId workspace) {
        return handle.createQuery(
                        """
                        SELECT id FROM prompt_cards WHERE workspace_id = :workspaceId
                         ORDER BY id DESC LIMIT 1
                        """)
                .bind("workspaceId", workspace)
                .mapTo(UUID.class)
                .findOne();
    }

    List<Count> counts(Handle handle, WorkspaceId workspace, List<CardId> ids) {
        return handle.createQuery(COUNTS)
                .bind("workspaceId", workspace)
                .bindArray("ids", CardId.class, ids)
                .mapTo(Count.class)
                .list();
    }
}
