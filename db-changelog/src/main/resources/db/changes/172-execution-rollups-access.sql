--liquibase formatted sql
-- Why: sums over a workspace's executions belong to it as they do. The application reads them; only roll_up (173) writes.
--changeset promptcards:172-execution-rollups-access splitStatements:false
ALTER TABLE execution_rollups ENABLE ROW LEVEL SECURITY;
ALTER TABLE execution_rollups FORCE ROW LEVEL SECURITY;
CREATE POLICY execution_rollups_workspace ON execution_rollups
    USING (workspace_id = nullif(current_setting('app.current_workspace_id', true), '')::uuid)
    WITH CHECK (workspace_id = nullif(current_setting('app.current_workspace_id', true), '')::uuid);
GRANT SELECT ON execution_rollups TO promptcards_app;
--rollback REVOKE ALL ON execution_rollups FROM promptcards_app;
--rollback DROP POLICY execution_rollups_workspace ON execution_rollups;
--rollback ALTER TABLE execution_rollups NO FORCE ROW LEVEL SECURITY;
--rollback ALTER TABLE execution_rollups DISABLE ROW LEVEL SECURITY;
