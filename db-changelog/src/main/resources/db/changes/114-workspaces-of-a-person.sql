--liquibase formatted sql
-- Why: who has signed in is shown the workspaces they are in, before any of them is chosen.
--changeset promptcards:114-workspaces-of-a-person splitStatements:false
CREATE POLICY workspace_members_searcher ON workspace_members FOR SELECT TO promptcards_searcher USING (true);
GRANT SELECT ON workspace_members TO promptcards_searcher;
-- Of the person the transaction is bound to, and of nobody else.
CREATE FUNCTION workspaces_of_person(person uuid, after_slug text, most integer) RETURNS TABLE (workspace_id uuid)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, public ROWS 50 AS $$
BEGIN
    RETURN QUERY SELECT w.id
                   FROM workspace_members m
                   JOIN workspaces w ON w.id = m.workspace_id
                  WHERE m.user_id = person
                    AND person = ANY (nullif(current_setting('app.current_user_ids', true), '')::uuid[])
                    AND w.slug > after_slug
                  ORDER BY w.slug LIMIT most;
END
$$;
REVOKE ALL ON FUNCTION workspaces_of_person(uuid, text, integer) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION workspaces_of_person(uuid, text, integer) TO promptcards_app;
-- The new owner needs CREATE while it is given the function, and not a moment longer.
GRANT CREATE ON SCHEMA public TO promptcards_searcher;
ALTER FUNCTION workspaces_of_person(uuid, text, integer) OWNER TO promptcards_searcher;
REVOKE CREATE ON SCHEMA public FROM promptcards_searcher;
--rollback DROP FUNCTION workspaces_of_person(uuid, text, integer);
--rollback REVOKE SELECT ON workspace_members FROM promptcards_searcher;
--rollback DROP POLICY workspace_members_searcher ON workspace_members;
