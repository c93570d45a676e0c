--liquibase formatted sql
-- Why: imports stored before 195 count as those after.
--changeset promptcards:196-rollups-of-imports splitStatements:false rollbackSplitStatements:false
DO $$
DECLARE
    workspaces_there uuid[];
    workspace        uuid;
    imported         date;
BEGIN
    -- The owner is held to row-level security too, and sees no workspace but the one it is bound to.
    SET LOCAL ROLE promptcards_searcher;
    workspaces_there := ARRAY(SELECT w.id FROM workspaces w ORDER BY w.id);
    RESET ROLE;
    FOREACH workspace IN ARRAY workspaces_there LOOP
        PERFORM bind_workspace(workspace);
        FOR imported IN SELECT DISTINCT (r.created_at AT TIME ZONE 'UTC')::date FROM test_runs r
                         WHERE r.workspace_id = workspace AND r.source ->> 'kind' = 'import' LOOP
            PERFORM rebuild_rollups(workspace, imported, imported);
        END LOOP;
    END LOOP;
    PERFORM set_config('app.current_workspace_id', '', true);
END
$$;
--rollback DO $$ BEGIN PERFORM 'imports are never taken out again: their figures may stay'; END $$;
