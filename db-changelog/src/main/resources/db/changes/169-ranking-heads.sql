--liquibase formatted sql
-- Why: ranking read the words of templates, which lie beside the table: 30 ms for 2,000 cards. Now cards that have the words in title, description or tags come first, from a vector small enough to lie in the row.
--changeset promptcards:169-ranking-heads splitStatements:false stripComments:false rollbackSplitStatements:false
-- The words of title, description and tags apart: they are few, and lie in the row.
ALTER TABLE prompt_cards ADD COLUMN head_vector tsvector NOT NULL DEFAULT '';
CREATE OR REPLACE FUNCTION prompt_cards_search_vector() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, public AS $$
DECLARE
    language regconfig;
    body     text;
BEGIN
    SELECT w.search_language::regconfig INTO language FROM workspaces w WHERE w.id = NEW.workspace_id;
    language := coalesce(language, 'simple'::regconfig);
    SELECT coalesce(v.template, chat_text(v.messages)) INTO body
      FROM card_versions v
     WHERE v.workspace_id = NEW.workspace_id AND v.card_id = NEW.id AND v.number = NEW.latest_version;
    NEW.head_vector :=
        setweight(to_tsvector(language, NEW.title), 'A')
        || setweight(to_tsvector(language, NEW.description), 'B')
        || setweight(jsonb_to_tsvector(language, NEW.tags, '["string"]'), 'C');
    -- A tsvector holds at most 1 MB: what stands beyond the first 200,000 characters is not searched.
    NEW.search_vector :=
        NEW.head_vector || setweight(to_tsvector(language, left(coalesce(body, ''), 200000)), 'D');
    RETURN NEW;
END
$$;

-- The owner sees no row where row-level security is forced on it.
ALTER TABLE prompt_cards NO FORCE ROW LEVEL SECURITY;
ALTER TABLE card_versions NO FORCE ROW LEVEL SECURITY;
ALTER TABLE workspaces NO FORCE ROW LEVEL SECURITY;
UPDATE prompt_cards SET title = title;
ALTER TABLE workspaces FORCE ROW LEVEL SECURITY;
ALTER TABLE card_versions FORCE ROW LEVEL SECURITY;
ALTER TABLE prompt_cards FORCE ROW LEVEL SECURITY;
CREATE INDEX prompt_cards_head_idx ON prompt_cards USING gin (workspace_id, head_vector);

-- The cards of the bound workspace that meet every condition that is not null, in the order of `sorting` (rank,
-- updated, created, title), from behind a place, `most` of them. docs/adr/0025-finding-cards.md says why it is made
-- so. Statements are put together from the constants below alone; what was asked for are parameters, always.
-- Only its owner replaces a function, and needs CREATE while doing so, and not a moment longer.
GRANT CREATE ON SCHEMA public TO promptcards_searcher;
SET LOCAL ROLE promptcards_searcher;
CREATE OR REPLACE FUNCTION find_cards(
    workspace uuid, words text, title_like text, all_tags jsonb, some_variables jsonb, some_metadata jsonb,
    metadata_path text, has_label text, in_folder text,
    created_from timestamptz, created_to timestamptz, updated_from timestamptz, updated_to timestamptz,
    is_archived boolean, sorting text, descending boolean,
    after_time timestamptz, after_title text, after_rank real, after_id uuid, newest uuid, most integer
) RETURNS SETOF uuid
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp SET jit = off ROWS 50 AS $$
DECLARE
    -- Ranking reads what it ranks: of more matches than these the newest cards are ranked. What the words of a
    -- template weigh is read from beside the table.
    heads    CONSTANT integer := 1000;
    bodies   CONSTANT integer := 500;
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
        ids := '{}';
        behind := ' WHERE (r.rank, r.id) < ($16, $17)';
        -- First those that have the words before their template; what ranks 1 or more is one of them.
        IF after_rank IS NULL OR after_rank >= 1 THEN
            EXECUTE 'SELECT ARRAY(SELECT r.id FROM ('
                || ' SELECT m.id, 1::real + ts_rank(m.head_vector, $2) AS rank FROM ('
                || '   SELECT c.id, c.head_vector FROM prompt_cards c WHERE c.workspace_id = $1 AND c.head_vector @@ $2'
                -- What is not to be there may be in the template; else the head tells all, and quicker.
                || CASE WHEN query::text LIKE '%!%' THEN filters ELSE replace(filters, ' AND c.search_vector @@ $2', '') END
                || CASE WHEN newest IS NOT NULL THEN ' AND c.id <= $18' ELSE '' END
                || '    ORDER BY c.id DESC LIMIT $20) m) r'
                || CASE WHEN after_rank IS NOT NULL THEN behind ELSE '' END
                || ' ORDER BY r.rank DESC, r.id DESC LIMIT $19)'
               INTO ids
              USING workspace, query, title_like, all_tags, some_variables, some_metadata, metadata_path::jsonpath,
                    has_label, in_folder, created_from, created_to, updated_from, updated_to,
                    after_time, after_title, after_rank, after_id, newest, most, heads;
        END IF;
        IF cardinality(ids) < most THEN
            EXECUTE 'SELECT $21 || ARRAY(SELECT r.id FROM ('
                || ' SELECT m.id, ts_rank(m.search_vector, $2) AS rank FROM ('
                || '   SELECT c.id, c.search_vector FROM prompt_cards c WHERE c.workspace_id = $1 AND NOT c.head_vector @@ $2'
                || filters
                || CASE WHEN newest IS NOT NULL THEN ' AND c.id <= $18' ELSE '' END
                || '    ORDER BY c.id DESC LIMIT $20) m) r'
                || CASE WHEN after_rank < 1 THEN behind ELSE '' END
                || ' ORDER BY r.rank DESC, r.id DESC LIMIT $19 - cardinality($21))'
               INTO ids
              USING workspace, query, title_like, all_tags, some_variables, some_metadata, metadata_path::jsonpath,
                    has_label, in_folder, created_from, created_to, updated_from, updated_to,
                    after_time, after_title, after_rank, after_id, newest, most, bodies, ids;
        END IF;
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
            after_time, after_title, after_rank, after_id, newest, most,
            CASE WHEN words IS NULL THEN greatest(1000, 2 * most) ELSE 300 END;
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
RESET ROLE;
REVOKE CREATE ON SCHEMA public FROM promptcards_searcher;
--rollback -- Only its owner replaces a function, and needs CREATE while doing so, and not a moment longer.
--rollback GRANT CREATE ON SCHEMA public TO promptcards_searcher;
--rollback SET LOCAL ROLE promptcards_searcher;
--rollback CREATE OR REPLACE FUNCTION find_cards(
--rollback     workspace uuid, words text, title_like text, all_tags jsonb, some_variables jsonb, some_metadata jsonb,
--rollback     metadata_path text, has_label text, in_folder text,
--rollback     created_from timestamptz, created_to timestamptz, updated_from timestamptz, updated_to timestamptz,
--rollback     is_archived boolean, sorting text, descending boolean,
--rollback     after_time timestamptz, after_title text, after_rank real, after_id uuid, newest uuid, most integer
--rollback ) RETURNS SETOF uuid
--rollback LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp SET jit = off ROWS 50 AS $$
--rollback DECLARE
--rollback     -- Ranking reads what it ranks: of more matches than these the newest cards are ranked.
--rollback     ranked   CONSTANT integer := 2000;
--rollback     query    tsquery;
--rollback     filters  text;
--rollback     key      text;
--rollback     behind   text := '';
--rollback     ordering text;
--rollback     ids      uuid[];
--rollback BEGIN
--rollback     IF workspace IS DISTINCT FROM nullif(current_setting('app.current_workspace_id', true), '')::uuid THEN
--rollback         RAISE EXCEPTION 'cards are found in the bound workspace alone' USING ERRCODE = 'insufficient_privilege';
--rollback     END IF;
--rollback     IF words IS NOT NULL THEN
--rollback         SELECT websearch_to_tsquery(w.search_language::regconfig, words) INTO query FROM workspaces w WHERE w.id = workspace;
--rollback         -- Nothing but words that stand everywhere, such as `the`: nothing is found by them.
--rollback         IF coalesce(numnode(query), 0) = 0 THEN
--rollback             RETURN;
--rollback         END IF;
--rollback     END IF;
--rollback     filters := concat(
--rollback         CASE WHEN is_archived THEN ' AND c.archived_at IS NOT NULL' ELSE ' AND c.archived_at IS NULL' END,
--rollback         CASE WHEN words IS NOT NULL THEN ' AND c.search_vector @@ $2' END,
--rollback         CASE WHEN title_like IS NOT NULL THEN ' AND c.title ILIKE $3' END,
--rollback         CASE WHEN all_tags IS NOT NULL THEN ' AND c.tags @> $4' END,
--rollback         CASE WHEN some_variables IS NOT NULL THEN ' AND c.variables @> $5' END,
--rollback         CASE WHEN some_metadata IS NOT NULL THEN ' AND c.metadata @> $6' END,
--rollback         CASE WHEN metadata_path IS NOT NULL THEN ' AND c.metadata @? $7' END,
--rollback         CASE WHEN has_label IS NOT NULL THEN
--rollback             ' AND EXISTS (SELECT FROM card_labels l WHERE l.workspace_id = $1 AND l.card_id = c.id AND l.label = $8)' END,
--rollback         CASE WHEN in_folder IS NOT NULL THEN ' AND (c.folder = $9 OR c.folder ^@ ($9 || ''/''))' END,
--rollback         CASE WHEN created_from IS NOT NULL THEN ' AND c.created_at >= $10' END,
--rollback         CASE WHEN created_to IS NOT NULL THEN ' AND c.created_at < $11' END,
--rollback         CASE WHEN updated_from IS NOT NULL THEN ' AND c.updated_at >= $12' END,
--rollback         CASE WHEN updated_to IS NOT NULL THEN ' AND c.updated_at < $13' END);
--rollback     IF sorting = 'rank' THEN
--rollback         EXECUTE 'SELECT ARRAY('
--rollback             || ' SELECT r.id FROM ('
--rollback             || '   SELECT m.id, ts_rank(m.search_vector, $2) AS key FROM ('
--rollback             || '     SELECT c.id, c.search_vector FROM prompt_cards c WHERE c.workspace_id = $1' || filters
--rollback             || CASE WHEN newest IS NOT NULL THEN ' AND c.id <= $18' ELSE '' END
--rollback             || '      ORDER BY c.id DESC LIMIT $20) m) r'
--rollback             || CASE WHEN after_id IS NOT NULL THEN ' WHERE (r.key, r.id) < ($16, $17)' ELSE '' END
--rollback             || ' ORDER BY r.key DESC, r.id DESC LIMIT $19)'
--rollback            INTO ids
--rollback           USING workspace, query, title_like, all_tags, some_variables, some_metadata, metadata_path::jsonpath,
--rollback                 has_label, in_folder, created_from, created_to, updated_from, updated_to,
--rollback                 after_time, after_title, after_rank, after_id, newest, most, ranked;
--rollback         RETURN QUERY SELECT unnest(ids);
--rollback         RETURN;
--rollback     END IF;
--rollback     key := CASE sorting WHEN 'updated' THEN 'c.updated_at' WHEN 'created' THEN 'c.created_at'
--rollback                         WHEN 'title' THEN 'lower(c.title)' END;
--rollback     IF after_id IS NOT NULL THEN
--rollback         behind := ' AND (' || key || ', c.id) ' || CASE WHEN descending THEN '<' ELSE '>' END
--rollback             || CASE sorting WHEN 'title' THEN ' ($15, $17)' ELSE ' ($14, $17)' END;
--rollback     END IF;
--rollback     ordering := CASE WHEN descending THEN ' DESC' ELSE '' END;
--rollback     -- First the cards at hand, in order: where many match, that is all there is to do, and no statistics are asked.
--rollback     EXECUTE 'SELECT ARRAY('
--rollback         || ' SELECT c.id FROM ('
--rollback         || '   SELECT * FROM prompt_cards c WHERE c.workspace_id = $1' || behind
--rollback         || CASE WHEN sorting = 'updated' AND updated_from IS NOT NULL THEN ' AND c.updated_at >= $12' ELSE '' END
--rollback         || CASE WHEN sorting = 'updated' AND updated_to IS NOT NULL THEN ' AND c.updated_at < $13' ELSE '' END
--rollback         || CASE WHEN sorting = 'created' AND created_from IS NOT NULL THEN ' AND c.created_at >= $10' ELSE '' END
--rollback         || CASE WHEN sorting = 'created' AND created_to IS NOT NULL THEN ' AND c.created_at < $11' ELSE '' END
--rollback         || '    ORDER BY ' || key || ordering || ', c.id' || ordering || ' LIMIT $20) c'
--rollback         || ' WHERE true' || filters
--rollback         || ' ORDER BY ' || key || ordering || ', c.id' || ordering || ' LIMIT $19)'
--rollback        INTO ids
--rollback       USING workspace, query, title_like, all_tags, some_variables, some_metadata, metadata_path::jsonpath,
--rollback             has_label, in_folder, created_from, created_to, updated_from, updated_to,
--rollback             after_time, after_title, after_rank, after_id, newest, most, greatest(1000, 2 * most);
--rollback     -- Where few do, all of them through the indexes; a LIMIT here would lead the planner to read in order again.
--rollback     IF cardinality(ids) < most THEN
--rollback         EXECUTE 'WITH found AS MATERIALIZED ('
--rollback             || ' SELECT ' || key || ' AS key, c.id FROM prompt_cards c WHERE c.workspace_id = $1' || behind || filters
--rollback             || ') SELECT ARRAY(SELECT f.id FROM found f ORDER BY f.key' || ordering || ', f.id' || ordering || ' LIMIT $19)'
--rollback            INTO ids
--rollback           USING workspace, query, title_like, all_tags, some_variables, some_metadata, metadata_path::jsonpath,
--rollback                 has_label, in_folder, created_from, created_to, updated_from, updated_to,
--rollback                 after_time, after_title, after_rank, after_id, newest, most;
--rollback     END IF;
--rollback     RETURN QUERY SELECT unnest(ids);
--rollback END
--rollback $$;
--rollback RESET ROLE;
--rollback REVOKE CREATE ON SCHEMA public FROM promptcards_searcher;
--rollback CREATE OR REPLACE FUNCTION prompt_cards_search_vector() RETURNS trigger
--rollback LANGUAGE plpgsql SET search_path = pg_catalog, public AS $$
--rollback DECLARE
--rollback     language regconfig;
--rollback     body     text;
--rollback BEGIN
--rollback     SELECT w.search_language::regconfig INTO language FROM workspaces w WHERE w.id = NEW.workspace_id;
--rollback     language := coalesce(language, 'simple'::regconfig);
--rollback     SELECT coalesce(v.template, chat_text(v.messages)) INTO body
--rollback       FROM card_versions v
--rollback      WHERE v.workspace_id = NEW.workspace_id AND v.card_id = NEW.id AND v.number = NEW.latest_version;
--rollback     -- A tsvector holds at most 1 MB: what stands beyond the first 200,000 characters is not searched.
--rollback     NEW.search_vector :=
--rollback         setweight(to_tsvector(language, NEW.title), 'A')
--rollback         || setweight(to_tsvector(language, NEW.description), 'B')
--rollback         || setweight(jsonb_to_tsvector(language, NEW.tags, '["string"]'), 'C')
--rollback         || setweight(to_tsvector(language, left(coalesce(body, ''), 200000)), 'D');
--rollback     RETURN NEW;
--rollback END
--rollback $$;
--rollback DROP INDEX prompt_cards_head_idx;
--rollback ALTER TABLE prompt_cards DROP COLUMN head_vector;
