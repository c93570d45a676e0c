--liquibase formatted sql
-- Why: the few questions asked before a workspace is known; each returns ids and nothing else.
--changeset promptcards:090-across-workspaces splitStatements:false
-- A function is given away last: who has given it away can grant and revoke nothing on it, and is only warned.
CREATE POLICY workspaces_searcher ON workspaces FOR SELECT TO promptcards_searcher USING (true);
GRANT SELECT ON workspaces TO promptcards_searcher;
CREATE FUNCTION workspace_id_by_slug(wanted text) RETURNS uuid
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, public AS $$
BEGIN
    RETURN (SELECT w.id FROM workspaces w WHERE w.slug = wanted);
END
$$;
REVOKE ALL ON FUNCTION workspace_id_by_slug(text) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION workspace_id_by_slug(text) TO promptcards_app;
ALTER FUNCTION workspace_id_by_slug(text) OWNER TO promptcards_searcher;

CREATE POLICY test_runs_claimer ON test_runs FOR SELECT TO promptcards_claimer USING (true);
GRANT SELECT ON test_runs TO promptcards_claimer;
CREATE FUNCTION running_runs() RETURNS TABLE (workspace_id uuid, run_id uuid)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, public ROWS 20 AS $$
BEGIN
    RETURN QUERY SELECT r.workspace_id, r.id FROM test_runs r WHERE r.state = 'running';
END
$$;
REVOKE ALL ON FUNCTION running_runs() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION running_runs() TO promptcards_app;
ALTER FUNCTION running_runs() OWNER TO promptcards_claimer;
--rollback DROP FUNCTION running_runs();
--rollback DROP POLICY test_runs_claimer ON test_runs;
--rollback REVOKE ALL ON test_runs FROM promptcards_claimer;
--rollback DROP FUNCTION workspace_id_by_slug(text);
--rollback DROP POLICY workspaces_searcher ON workspaces;
--rollback REVOKE ALL ON workspaces FROM promptcards_searcher;
