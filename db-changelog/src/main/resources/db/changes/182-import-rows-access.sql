--liquibase formatted sql
-- Why: the rows of an import stay inside its workspace, and nobody changes them between reading and storing.
--changeset promptcards:182-import-rows-access splitStatements:false
ALTER TABLE import_rows ENABLE ROW LEVEL SECURITY;
ALTER TABLE import_rows FORCE ROW LEVEL SECURITY;
CREATE POLICY import_rows_workspace ON import_rows
    USING (workspace_id = nullif(current_setting('app.current_workspace_id', true), '')::uuid)
    WITH CHECK (workspace_id = nullif(current_setting('app.current_workspace_id', true), '')::uuid);
GRANT SELECT, INSERT, DELETE ON import_rows TO promptcards_app;
--rollback REVOKE ALL ON import_rows FROM promptcards_app;
--rollback DROP POLICY import_rows_workspace ON import_rows;
--rollback ALTER TABLE import_rows NO FORCE ROW LEVEL SECURITY;
--rollback ALTER TABLE import_rows DISABLE ROW LEVEL SECURITY;
