--liquibase formatted sql
-- Why: below a row-level security policy the planner uses no GIN index, so cards are found by a function of the searcher, which sees all rows, asks for one workspace, and gives ids.
--changeset promptcards:167-finding-cards-access splitStatements:false stripComments:false
CREATE POLICY prompt_cards_searcher ON prompt_cards FOR SELECT TO promptcards_searcher USING (true);
CREATE POLICY card_labels_searcher ON card_labels FOR SELECT TO promptcards_searcher USING (true);
GRANT SELECT ON prompt_cards, card_labels TO promptcards_searcher;

-- The cards of the bound workspace that meet every condition that is not null, in the order of `sorting` (rank,
-- updated, created, title), from behind a place, `most` of them. docs/adr/0025-finding-cards.md says why it is made
-- so. Statements are put together from the constants below alone; what was asked for are parameters, always.
CREATE FUNCTION find_cards(
    workspace uuid, words text, title_like text, all_tags jsonb, some_variables jsonb, some_metadata jsonb,
    metadata_path text, has_label text, in_folder text,
    created_from timestamptz, created_to timestamptz, updated_from timestamptz, updated_to timestamptz,
    is_archived boolean, sorting text, descending boolean,
    after_time timestamptz, after_title text, after_rank real, after_id uuid, newest uuid, most integer
) RETURNS SETOF uuid
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp SET jit = off ROWS 50 AS $$
DECLARE
    -- Ranking reads what it ranks: of more matches than these the newest cards are ranked.
    ranked   CONSTANT integer := 2000;
    query    tsquery;
    filters  text;
    key      text;
    behind   text := '';
    ordering text;
    ids      uuid[];
BEGIN
    IF workspace IS DISTINCT FROM nullif(current_setting('app.current_workspace_id', true), '')::uuid THEN
        RAISE EXCEPTION 'cards are found in the bound workspace alone' USING ERRCODE = 'insufficient_privilege';
    END IF;
    IF words IS NOT NULL THEN
        SELECT websearch_to_tsquery(w.search_language::regconfig, words) INTO query FROM workspaces w WHERE w.id = workspace;
        -- Nothing but words that stand everywhere, such as `the`: nothing is found by them.
        IF coalesce(numnode(query), 0) = 0 THEN
            RETURN;
        END IF;
    END IF;
    filters := concat(
        CASE WHEN is_archived THEN ' AND c.archived_at IS NOT NULL' ELSE ' AND c.archived_at IS NULL' END,
        CASE WHEN words IS NOT NULL THEN ' AND c.search_vector @@ $2' END,
        CASE WHEN title_like IS NOT NULL THEN ' AND c.title ILIKE $3' END,
        CASE WHEN all_tags IS NOT NULL THEN ' AND c.tags @> $4' END,
        CASE WHEN some_variables IS NOT NULL THEN ' AND c.variables @> $5' END,
        CASE WHEN some_metadata IS NOT NULL THEN ' AND c.metadata @> $6' END,
        CASE WHEN metadata_path IS NOT NULL THEN ' AND c.metadata @? $7' END,
        CASE WHEN has_label IS NOT NULL THEN
            ' AND EXISTS (SELECT FROM card_labels l WHERE l.workspace_id = $1 AND l.card_id = c.id AND l.label = $8)' END,
        CASE WHEN in_folder IS NOT NULL THEN ' AND (c.folder = $9 OR c.folder ^@ ($9 || ''/''))' END,
        CASE WHEN created_from IS NOT NULL THEN ' AND c.created_at >= $10' END,
        CASE WHEN created_to IS NOT NULL THEN ' AND c.created_at < $11' END,
        CASE WHEN updated_from IS NOT NULL THEN ' AND c.updated_at >= $12' END,
        CASE WHEN updated_to IS NOT NULL THEN ' AND c.updated_at < $13' END);

    IF sorting = 'rank' THEN
        EXECUTE 'SELECT ARRAY('
            || ' SELECT r.id FROM ('
            || '   SELECT m.id, ts_rank(m.search_vector, $2) AS key FROM ('
            || '     SELECT c.id, c.search_vector FROM prompt_cards c WHERE c.workspace_id = $1' || filters
            || CASE WHEN newest IS NOT NULL THEN ' AND c.id <= $18' ELSE '' END
            || '      ORDER BY c.id DESC LIMIT $20) m) r'
            || CASE WHEN after_id IS NOT NULL THEN ' WHERE (r.key, r.id) < ($16, $17)' ELSE '' END
            || ' ORDER BY r.key DESC, r.id DESC LIMIT $19)'
           INTO ids
          USING workspace, query, title_like, all_tags, some_variables, some_metadata, metadata_path::jsonpath,
                has_label, in_folder, created_from, created_to, updated_from, updated_to,
                after_time, after_title, after_rank, after_id, newest, most, ranked;
        RETURN QUERY SELECT unnest(ids);
        RETURN;
    END IF;

    key := CASE sorting WHEN 'updated' THEN 'c.updated_at' WHEN 'created' THEN 'c.created_at'
                        WHEN 'title' THEN 'lower(c.title)' END;
    IF after_id IS NOT NULL THEN
        behind := ' AND (' || key || ', c.id) ' || CASE WHEN descending THEN '<' ELSE '>' END
            || CASE sorting WHEN 'title' THEN ' ($15, $17)' ELSE ' ($14, $17)' END;
    END IF;
    ordering := CASE WHEN descending THEN ' DESC' ELSE '' END;
    -- First the cards at hand, in order: where many match, that is all there is to do, and no statistics are asked.
    EXECUTE 'SELECT ARRAY('
        || ' SELECT c.id FROM ('
        || '   SELECT * FROM prompt_cards c WHERE c.workspace_id = $1' || behind
        || CASE WHEN sorting = 'updated' AND updated_from IS NOT NULL THEN ' AND c.updated_at >= $12' ELSE '' END
        || CASE WHEN sorting = 'updated' AND updated_to IS NOT NULL THEN ' AND c.updated_at < $13' ELSE '' END
        || CASE WHEN sorting = 'created' AND created_from IS NOT NULL THEN ' AND c.created_at >= $10' ELSE '' END
        || CASE WHEN sorting = 'created' AND created_to IS NOT NULL THEN ' AND c.created_at < $11' ELSE '' END
        || '    ORDER BY ' || key || ordering || ', c.id' || ordering || ' LIMIT $20) c'
        || ' WHERE true' || filters
        || ' ORDER BY ' || key || ordering || ', c.id' || ordering || ' LIMIT $19)'
       INTO ids
      USING workspace, query, title_like, all_tags, some_variables, some_metadata, metadata_path::jsonpath,
            has_label, in_folder, created_from, created_to, updated_from, updated_to,
            after_time, after_title, after_rank, after_id, newest, most, greatest(1000, 2 * most);
    -- Where few do, all of them through the indexes; a LIMIT here would lead the planner to read in order again.
    IF cardinality(ids) < most THEN
        EXECUTE 'WITH found AS MATERIALIZED ('
            || ' SELECT ' || key || ' AS key, c.id FROM prompt_cards c WHERE c.workspace_id = $1' || behind || filters
            || ') SELECT ARRAY(SELECT f.id FROM found f ORDER BY f.key' || ordering || ', f.id' || ordering || ' LIMIT $19)'
           INTO ids
          USING workspace, query, title_like, all_tags, some_variables, some_metadata, metadata_path::jsonpath,
                has_label, in_folder, created_from, created_to, updated_from, updated_to,
                after_time, after_title, after_rank, after_id, newest, most;
    END IF;
    RETURN QUERY SELECT unnest(ids);
END
$$;
REVOKE ALL ON FUNCTION find_cards(uuid, text, text, jsonb, jsonb, jsonb, text, text, text, timestamptz, timestamptz,
    timestamptz, timestamptz, boolean, text, boolean, timestamptz, text, real, uuid, uuid, integer) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION find_cards(uuid, text, text, jsonb, jsonb, jsonb, text, text, text, timestamptz, timestamptz,
    timestamptz, timestamptz, boolean, text, boolean, timestamptz, text, real, uuid, uuid, integer) TO promptcards_app;
-- The new owner needs CREATE while it is given the function, and not a moment longer.
GRANT CREATE ON SCHEMA public TO promptcards_searcher;
ALTER FUNCTION find_cards(uuid, text, text, jsonb, jsonb, jsonb, text, text, text, timestamptz, timestamptz,
    timestamptz, timestamptz, boolean, text, boolean, timestamptz, text, real, uuid, uuid, integer) OWNER TO promptcards_searcher;
REVOKE CREATE ON SCHEMA public FROM promptcards_searcher;
--rollback DROP FUNCTION find_cards(uuid, text, text, jsonb, jsonb, jsonb, text, text, text, timestamptz, timestamptz, timestamptz, timestamptz, boolean, text, boolean, timestamptz, text, real, uuid, uuid, integer);
--rollback REVOKE SELECT ON card_labels FROM promptcards_searcher;
--rollback REVOKE SELECT ON prompt_cards FROM promptcards_searcher;
--rollback DROP POLICY card_labels_searcher ON card_labels;
--rollback DROP POLICY prompt_cards_searcher ON prompt_cards;
