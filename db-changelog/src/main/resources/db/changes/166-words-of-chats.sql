--liquibase formatted sql
-- Why: a chat was searched as JSON: `role`, `content` and `user` found every one of them. Now what its messages say is.
--changeset promptcards:166-words-of-chats splitStatements:false stripComments:false rollbackSplitStatements:false
CREATE FUNCTION chat_text(messages jsonb) RETURNS text
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE SET search_path = pg_catalog AS $$
    -- A content is a text, or a list of parts of which some have a text.
    SELECT string_agg(said #>> '{}', E'\n')
      FROM (SELECT jsonb_path_query(messages, 'lax $[*].content[*] ? (@.type() == "string")')
            UNION ALL
            SELECT jsonb_path_query(messages, 'lax $[*].content[*].text ? (@.type() == "string")')) AS t (said)
$$;
REVOKE ALL ON FUNCTION chat_text(jsonb) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION chat_text(jsonb) TO promptcards_app;

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
    -- A tsvector holds at most 1 MB: what stands beyond the first 200,000 characters is not searched.
    NEW.search_vector :=
        setweight(to_tsvector(language, NEW.title), 'A')
        || setweight(to_tsvector(language, NEW.description), 'B')
        || setweight(jsonb_to_tsvector(language, NEW.tags, '["string"]'), 'C')
        || setweight(to_tsvector(language, left(coalesce(body, ''), 200000)), 'D');
    RETURN NEW;
END
$$;

-- The owner sees no row where row-level security is forced on it.
ALTER TABLE prompt_cards NO FORCE ROW LEVEL SECURITY;
ALTER TABLE card_versions NO FORCE ROW LEVEL SECURITY;
ALTER TABLE workspaces NO FORCE ROW LEVEL SECURITY;
UPDATE prompt_cards c SET title = c.title
  FROM card_versions v
 WHERE v.workspace_id = c.workspace_id AND v.card_id = c.id AND v.number = c.latest_version AND v.kind = 'chat';
ALTER TABLE workspaces FORCE ROW LEVEL SECURITY;
ALTER TABLE card_versions FORCE ROW LEVEL SECURITY;
ALTER TABLE prompt_cards FORCE ROW LEVEL SECURITY;
--rollback CREATE OR REPLACE FUNCTION prompt_cards_search_vector() RETURNS trigger
--rollback LANGUAGE plpgsql SET search_path = pg_catalog, public AS $$
--rollback DECLARE
--rollback     language regconfig;
--rollback     body     text;
--rollback BEGIN
--rollback     SELECT w.search_language::regconfig INTO language FROM workspaces w WHERE w.id = NEW.workspace_id;
--rollback     language := coalesce(language, 'simple'::regconfig);
--rollback     SELECT coalesce(v.template, v.messages::text) INTO body
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
--rollback DROP FUNCTION chat_text(jsonb);
