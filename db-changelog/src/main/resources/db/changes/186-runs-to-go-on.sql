--liquibase formatted sql
-- Why: whoever lets held runs go on asks once for all workspaces.
--changeset promptcards:186-runs-to-go-on splitStatements:false
CREATE FUNCTION runs_to_go_on() RETURNS TABLE (workspace_id uuid, run_id uuid)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp ROWS 20 AS $$
BEGIN
    RETURN QUERY SELECT r.workspace_id, r.id FROM test_runs r
                  WHERE r.state = 'held' AND r.held_until <= statement_timestamp()
                  ORDER BY r.held_until, r.id;
END
$$;
REVOKE ALL ON FUNCTION runs_to_go_on() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION runs_to_go_on() TO promptcards_app;
-- The new owner needs CREATE while it is given the function, and not a moment longer.
GRANT CREATE ON SCHEMA public TO promptcards_claimer;
ALTER FUNCTION runs_to_go_on() OWNER TO promptcards_claimer;
REVOKE CREATE ON SCHEMA public FROM promptcards_claimer;
--rollback DROP FUNCTION runs_to_go_on();
