--liquibase formatted sql
-- Why: a database from before there was a mark of the master key may hold what another key has sealed; a server tries its key on that before it leaves its mark.
--changeset promptcards:191-newest-sealed-connection splitStatements:false
CREATE FUNCTION newest_sealed_connection() RETURNS TABLE (workspace_id uuid, connection_id uuid)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp ROWS 1 AS $$
BEGIN
    RETURN QUERY SELECT c.workspace_id, c.id FROM provider_connections c
                  WHERE c.key_set OR c.header_names <> '[]'::jsonb
                  ORDER BY c.updated_at DESC, c.id DESC LIMIT 1;
END
$$;
REVOKE ALL ON FUNCTION newest_sealed_connection() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION newest_sealed_connection() TO promptcards_app;
-- The new owner needs CREATE while it is given the function, and not a moment longer.
GRANT CREATE ON SCHEMA public TO promptcards_searcher;
ALTER FUNCTION newest_sealed_connection() OWNER TO promptcards_searcher;
REVOKE CREATE ON SCHEMA public FROM promptcards_searcher;
--rollback DROP FUNCTION newest_sealed_connection();
