--liquibase formatted sql
-- Why: executions stored before roll-ups were kept count as those after.
--changeset promptcards:174-rollups-of-what-is-there splitStatements:false rollbackSplitStatements:false
DO $$
DECLARE
    workspaces_there uuid[];
    workspace        uuid;
BEGIN
    -- The owner is held to row-level security too, and sees no workspace but the one it is bound to.
    SET LOCAL ROLE promptcards_searcher;
    workspaces_there := ARRAY(SELECT w.id FROM workspaces w ORDER BY w.id);
    RESET ROLE;
    FOREACH workspace IN ARRAY workspaces_there LOOP
        PERFORM bind_workspace(workspace);
        PERFORM rebuild_rollups(workspace, NULL, NULL);
    END LOOP;
    PERFORM set_config('app.current_workspace_id', '', true);
END
$$;
--rollback DO $$ BEGIN PERFORM 'the table goes, and all that is in it'; END $$;
