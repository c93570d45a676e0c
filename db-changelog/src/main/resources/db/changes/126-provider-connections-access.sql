--liquibase formatted sql
-- Why: a connection stays inside its workspace, and is archived, never deleted: old runs name it.
--changeset promptcards:126-provider-connections-access splitStatements:false
ALTER TABLE provider_connections ADD CONSTRAINT provider_connections_workspace_id_fkey
    FOREIGN KEY (workspace_id) REFERENCES workspaces (id);
ALTER TABLE provider_connections ENABLE ROW LEVEL SECURITY;
ALTER TABLE provider_connections FORCE ROW LEVEL SECURITY;
CREATE POLICY provider_connections_workspace ON provider_connections
    USING (workspace_id = nullif(current_setting('app.current_workspace_id', true), '')::uuid)
    WITH CHECK (workspace_id = nullif(current_setting('app.current_workspace_id', true), '')::uuid);
GRANT SELECT, INSERT, UPDATE ON provider_connections TO promptcards_app;
--rollback REVOKE ALL ON provider_connections FROM promptcards_app;
--rollback DROP POLICY provider_connections_workspace ON provider_connections;
--rollback ALTER TABLE provider_connections NO FORCE ROW LEVEL SECURITY;
--rollback ALTER TABLE provider_connections DISABLE ROW LEVEL SECURITY;
--rollback ALTER TABLE provider_connections DROP CONSTRAINT provider_connections_workspace_id_fkey;
