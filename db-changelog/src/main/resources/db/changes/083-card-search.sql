--liquibase formatted sql
-- Why: the search vector is kept by a trigger, so it is never stale, and versions cannot be rewritten, by anybody.
--changeset promptcards:083-card-search splitStatements:false stripComments:false
CREATE FUNCTION prompt_cards_search_vector() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, public AS $$
DECLARE
    language regconfig;
    body     text;
BEGIN
    SELECT w.search_language::regconfig INTO language FROM workspaces w WHERE w.id = NEW.workspace_id;
    language := coalesce(language, 'simple'::regconfig);
    SELECT coalesce(v.template, v.messages::text) INTO body
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
CREATE TRIGGER prompt_cards_search_vector
    BEFORE INSERT OR UPDATE OF title, description, tags, latest_version ON prompt_cards
    FOR EACH ROW EXECUTE FUNCTION prompt_cards_search_vector();

CREATE FUNCTION refuse_change() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, public AS $$
BEGIN
    RAISE EXCEPTION 'a row of % is immutable', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';
END
$$;
CREATE TRIGGER card_versions_immutable BEFORE UPDATE ON card_versions
    FOR EACH ROW EXECUTE FUNCTION refuse_change();

CREATE INDEX prompt_cards_variables_idx ON prompt_cards USING gin (workspace_id, variables jsonb_path_ops);
CREATE INDEX prompt_cards_metadata_idx ON prompt_cards USING gin (workspace_id, metadata jsonb_path_ops);
CREATE INDEX prompt_cards_tags_idx ON prompt_cards USING gin (workspace_id, tags jsonb_path_ops);
CREATE INDEX prompt_cards_search_idx ON prompt_cards USING gin (workspace_id, search_vector);
CREATE INDEX prompt_cards_updated_idx ON prompt_cards (workspace_id, updated_at DESC, id);
--rollback DROP INDEX prompt_cards_updated_idx;
--rollback DROP INDEX prompt_cards_search_idx;
--rollback DROP INDEX prompt_cards_tags_idx;
--rollback DROP INDEX prompt_cards_metadata_idx;
--rollback DROP INDEX prompt_cards_variables_idx;
--rollback DROP TRIGGER card_versions_immutable ON card_versions;
--rollback DROP FUNCTION refuse_change();
--rollback DROP TRIGGER prompt_cards_search_vector ON prompt_cards;
--rollback DROP FUNCTION prompt_cards_search_vector();
