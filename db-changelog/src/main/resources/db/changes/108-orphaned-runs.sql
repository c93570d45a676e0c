--liquibase formatted sql
-- Why: a run is stopped while requests are under way, and the worker that waited for them dies: nobody else looks at a run that has ended.
--changeset promptcards:108-orphaned-runs splitStatements:false
GRANT SELECT ON run_items TO promptcards_claimer;
CREATE POLICY run_items_claimer ON run_items FOR SELECT TO promptcards_claimer USING (true);
CREATE FUNCTION orphaned_runs() RETURNS TABLE (workspace_id uuid, run_id uuid)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, public ROWS 20 AS $$
BEGIN
    RETURN QUERY SELECT r.workspace_id, r.id FROM test_runs r
                  WHERE r.state IN ('cancelled', 'failed')
                    AND EXISTS (SELECT FROM run_items i
                                 WHERE i.workspace_id = r.workspace_id AND i.run_id = r.id
                                   AND (i.state IN ('ready', 'unknown') OR i.lease_until < statement_timestamp()));
END
$$;
REVOKE ALL ON FUNCTION orphaned_runs() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION orphaned_runs() TO promptcards_app;
-- The new owner needs CREATE while it is given the function, and not a moment longer.
GRANT CREATE ON SCHEMA public TO promptcards_claimer;
ALTER FUNCTION orphaned_runs() OWNER TO promptcards_claimer;
REVOKE CREATE ON SCHEMA public FROM promptcards_claimer;
--rollback DROP FUNCTION orphaned_runs();
--rollback DROP POLICY run_items_claimer ON run_items;
--rollback REVOKE SELECT ON run_items FROM promptcards_claimer;
