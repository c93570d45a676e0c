--liquibase formatted sql
-- Why: whoever repeats deletes does not know whose there are. Those of the last second have most likely just been sent.
--changeset promptcards:162-workspaces-with-cache-deletes splitStatements:false
CREATE FUNCTION workspaces_with_cache_deletes() RETURNS TABLE (workspace_id uuid)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp ROWS 20 AS $$
BEGIN
    RETURN QUERY SELECT DISTINCT d.workspace_id FROM cache_deletes d
                  WHERE d.created_at < statement_timestamp() - interval '1 second';
END
$$;
REVOKE ALL ON FUNCTION workspaces_with_cache_deletes() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION workspaces_with_cache_deletes() TO promptcards_app;
-- The new owner needs CREATE while it is given the function, and not a moment longer.
GRANT CREATE ON SCHEMA public TO promptcards_searcher;
ALTER FUNCTION workspaces_with_cache_deletes() OWNER TO promptcards_searcher;
REVOKE CREATE ON SCHEMA public FROM promptcards_searcher;
--rollback DROP FUNCTION workspaces_with_cache_deletes();
