--liquibase formatted sql
-- Why: limits and their use belong to a workspace as its content does.
--changeset promptcards:131-limits-access splitStatements:false
ALTER TABLE workspace_limits ENABLE ROW LEVEL SECURITY;
ALTER TABLE workspace_limits FORCE ROW LEVEL SECURITY;
CREATE POLICY workspace_limits_workspace ON workspace_limits
    USING (workspace_id = nullif(current_setting('app.current_workspace_id', true), '')::uuid)
    WITH CHECK (workspace_id = nullif(current_setting('app.current_workspace_id', true), '')::uuid);
GRANT SELECT, INSERT, UPDATE ON workspace_limits TO promptcards_app;
ALTER TABLE workspace_use ENABLE ROW LEVEL SECURITY;
ALTER TABLE workspace_use FORCE ROW LEVEL SECURITY;
CREATE POLICY workspace_use_workspace ON workspace_use
    USING (workspace_id = nullif(current_setting('app.current_workspace_id', true), '')::uuid)
    WITH CHECK (workspace_id = nullif(current_setting('app.current_workspace_id', true), '')::uuid);
GRANT SELECT, INSERT, UPDATE ON workspace_use TO promptcards_app;
ALTER TABLE workspace_storage ENABLE ROW LEVEL SECURITY;
ALTER TABLE workspace_storage FORCE ROW LEVEL SECURITY;
CREATE POLICY workspace_storage_workspace ON workspace_storage
    USING (workspace_id = nullif(current_setting('app.current_workspace_id', true), '')::uuid)
    WITH CHECK (workspace_id = nullif(current_setting('app.current_workspace_id', true), '')::uuid);
GRANT SELECT, INSERT, UPDATE ON workspace_storage TO promptcards_app;
--rollback REVOKE ALL ON workspace_storage FROM promptcards_app;
--rollback DROP POLICY workspace_storage_workspace ON workspace_storage;
--rollback REVOKE ALL ON workspace_use FROM promptcards_app;
--rollback DROP POLICY workspace_use_workspace ON workspace_use;
--rollback REVOKE ALL ON workspace_limits FROM promptcards_app;
--rollback DROP POLICY workspace_limits_workspace ON workspace_limits;
