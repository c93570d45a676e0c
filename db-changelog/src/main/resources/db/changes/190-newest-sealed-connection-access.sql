--liquibase formatted sql
-- Why: whoever looks for something sealed, to try a master key on, does not know whose it is. What is sealed itself nobody reads that way.
--changeset promptcards:190-newest-sealed-connection-access splitStatements:false
CREATE POLICY provider_connections_searcher ON provider_connections FOR SELECT TO promptcards_searcher USING (true);
GRANT SELECT (workspace_id, id, key_set, header_names, updated_at) ON provider_connections TO promptcards_searcher;
--rollback REVOKE SELECT (workspace_id, id, key_set, header_names, updated_at) ON provider_connections FROM promptcards_searcher;
--rollback DROP POLICY provider_connections_searcher ON provider_connections;
