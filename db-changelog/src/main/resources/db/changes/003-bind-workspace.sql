--liquibase formatted sql
-- Why: one function binds a transaction to a workspace; SET LOCAL also reaches the nodes of a distributed PostgreSQL, set_config does not.
--changeset promptcards:003-bind-workspace splitStatements:false
CREATE FUNCTION bind_workspace(workspace uuid) RETURNS void
LANGUAGE plpgsql SET search_path = pg_catalog, public AS $$
BEGIN
    EXECUTE format('SET LOCAL app.current_workspace_id = %L', workspace);
END
$$;
REVOKE ALL ON FUNCTION bind_workspace(uuid) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION bind_workspace(uuid) TO promptcards_app;
--rollback DROP FUNCTION bind_workspace(uuid);
