--liquibase formatted sql
-- Why: before a workspace is known, two questions: which are there, and which one a link leads to.
--changeset promptcards:116-workspace-life-access splitStatements:false
-- A card's search vector is made in its workspace's language: in another one it is made anew.
CREATE FUNCTION workspaces_search_language() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, public AS $$
BEGIN
    UPDATE prompt_cards SET title = title WHERE workspace_id = NEW.id;
    RETURN NULL;
END
$$;
CREATE TRIGGER workspaces_search_language
    AFTER UPDATE OF search_language ON workspaces
    FOR EACH ROW WHEN (OLD.search_language <> NEW.search_language)
    EXECUTE FUNCTION workspaces_search_language();

ALTER TABLE invitations ADD CONSTRAINT invitations_workspace_fkey FOREIGN KEY (workspace_id) REFERENCES workspaces (id);
ALTER TABLE invitations ENABLE ROW LEVEL SECURITY;
ALTER TABLE invitations FORCE ROW LEVEL SECURITY;
CREATE POLICY invitations_workspace ON invitations
    USING (workspace_id = nullif(current_setting('app.current_workspace_id', true), '')::uuid)
    WITH CHECK (workspace_id = nullif(current_setting('app.current_workspace_id', true), '')::uuid);
CREATE POLICY invitations_searcher ON invitations FOR SELECT TO promptcards_searcher USING (true);
GRANT SELECT, INSERT, UPDATE ON invitations TO promptcards_app;
GRANT SELECT ON invitations TO promptcards_searcher;

CREATE FUNCTION invitation_by_token(wanted bytea) RETURNS TABLE (workspace_id uuid, invitation_id uuid)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, public ROWS 1 AS $$
BEGIN
    RETURN QUERY SELECT i.workspace_id, i.id FROM invitations i WHERE i.token_hash = wanted;
END
$$;
CREATE FUNCTION workspaces_after(after_slug text, most integer) RETURNS TABLE (workspace_id uuid)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, public ROWS 50 AS $$
BEGIN
    RETURN QUERY SELECT w.id FROM workspaces w WHERE w.slug > after_slug ORDER BY w.slug LIMIT most;
END
$$;
REVOKE ALL ON FUNCTION invitation_by_token(bytea) FROM PUBLIC;
REVOKE ALL ON FUNCTION workspaces_after(text, integer) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION invitation_by_token(bytea) TO promptcards_app;
GRANT EXECUTE ON FUNCTION workspaces_after(text, integer) TO promptcards_app;
-- The new owner needs CREATE while it is given the functions, and not a moment longer.
GRANT CREATE ON SCHEMA public TO promptcards_searcher;
ALTER FUNCTION invitation_by_token(bytea) OWNER TO promptcards_searcher;
ALTER FUNCTION workspaces_after(text, integer) OWNER TO promptcards_searcher;
REVOKE CREATE ON SCHEMA public FROM promptcards_searcher;
--rollback DROP FUNCTION workspaces_after(text, integer);
--rollback DROP FUNCTION invitation_by_token(bytea);
--rollback DROP POLICY invitations_searcher ON invitations;
--rollback DROP POLICY invitations_workspace ON invitations;
--rollback ALTER TABLE invitations DROP CONSTRAINT invitations_workspace_fkey;
--rollback DROP TRIGGER workspaces_search_language ON workspaces;
--rollback DROP FUNCTION workspaces_search_language();
