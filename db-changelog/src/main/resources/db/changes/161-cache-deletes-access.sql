--liquibase formatted sql
-- Why: what is to be deleted of a workspace's is the workspace's; a row is written with a change and taken off when Redis has acknowledged.
--changeset promptcards:161-cache-deletes-access splitStatements:false
ALTER TABLE cache_deletes ENABLE ROW LEVEL SECURITY;
ALTER TABLE cache_deletes FORCE ROW LEVEL SECURITY;
CREATE POLICY cache_deletes_workspace ON cache_deletes
    USING (workspace_id = nullif(current_setting('app.current_workspace_id', true), '')::uuid)
    WITH CHECK (workspace_id = nullif(current_setting('app.current_workspace_id', true), '')::uuid);
GRANT SELECT, INSERT, DELETE ON cache_deletes TO promptcards_app;
CREATE POLICY cache_deletes_searcher ON cache_deletes FOR SELECT TO promptcards_searcher USING (true);
GRANT SELECT ON cache_deletes TO promptcards_searcher;
--rollback REVOKE ALL ON cache_deletes FROM promptcards_searcher;
--rollback DROP POLICY cache_deletes_searcher ON cache_deletes;
--rollback REVOKE ALL ON cache_deletes FROM promptcards_app;
--rollback DROP POLICY cache_deletes_workspace ON cache_deletes;
