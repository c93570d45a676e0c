--liquibase formatted sql
-- Why: a transaction sees the people it is bound to (bind_people) and no others; a check of permissions is one look-up by key.
--changeset promptcards:111-people-access splitStatements:false
-- Several people, where a list shows them beside each other: whose ids a workspace's rows gave.
CREATE FUNCTION bind_people(people uuid[]) RETURNS void
LANGUAGE plpgsql SET search_path = pg_catalog, public AS $$
BEGIN
    EXECUTE format('SET LOCAL app.current_user_ids = %L', people);
END
$$;
REVOKE ALL ON FUNCTION bind_people(uuid[]) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION bind_people(uuid[]) TO promptcards_app;

ALTER TABLE users ENABLE ROW LEVEL SECURITY;
ALTER TABLE users FORCE ROW LEVEL SECURITY;
CREATE POLICY users_person ON users
    USING (id = ANY (nullif(current_setting('app.current_user_ids', true), '')::uuid[]))
    WITH CHECK (id = ANY (nullif(current_setting('app.current_user_ids', true), '')::uuid[]));
CREATE POLICY users_searcher ON users FOR SELECT TO promptcards_searcher USING (true);
GRANT SELECT, INSERT, UPDATE ON users TO promptcards_app;
GRANT SELECT ON users TO promptcards_searcher;

CREATE FUNCTION user_id_by_email(wanted text) RETURNS uuid
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, public AS $$
BEGIN
    RETURN (SELECT u.id FROM users u WHERE lower(u.email) = lower(wanted));
END
$$;
REVOKE ALL ON FUNCTION user_id_by_email(text) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION user_id_by_email(text) TO promptcards_app;
-- The new owner needs CREATE while it is given the function, and not a moment longer.
GRANT CREATE ON SCHEMA public TO promptcards_searcher;
ALTER FUNCTION user_id_by_email(text) OWNER TO promptcards_searcher;
REVOKE CREATE ON SCHEMA public FROM promptcards_searcher;
CREATE FUNCTION built_in_permissions(role text) RETURNS text[]
LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE SET search_path = pg_catalog, public AS $$
DECLARE
    viewer text[] := '{workspace.read,card.read,suite.read,run.read,connection.read,member.read,limit.read}';
    runner text[] := viewer || '{run.start,run.decide}'::text[];
    editor text[] := runner || '{card.write,label.move,suite.write,data.export}'::text[];
    admin  text[] := editor || '{workspace.manage,label.move-protected,label.protect,connection.write,member.manage,role.manage,key.manage,audit.read}'::text[];
    owner  text[] := admin || '{workspace.archive,limit.manage}'::text[];
BEGIN
    RETURN CASE role WHEN 'viewer' THEN viewer WHEN 'runner' THEN runner WHEN 'editor' THEN editor
                     WHEN 'admin' THEN admin WHEN 'owner' THEN owner END;
END
$$;
REVOKE ALL ON FUNCTION built_in_permissions(text) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION built_in_permissions(text) TO promptcards_app;

ALTER TABLE roles ADD CONSTRAINT roles_workspace_fkey FOREIGN KEY (workspace_id) REFERENCES workspaces (id);
ALTER TABLE workspace_members
    ADD CONSTRAINT workspace_members_workspace_fkey FOREIGN KEY (workspace_id) REFERENCES workspaces (id),
    ADD CONSTRAINT workspace_members_user_fkey FOREIGN KEY (user_id) REFERENCES users (id),
    ADD CONSTRAINT workspace_members_role_fkey FOREIGN KEY (workspace_id, own_role) REFERENCES roles (workspace_id, name);

ALTER TABLE roles ENABLE ROW LEVEL SECURITY;
ALTER TABLE roles FORCE ROW LEVEL SECURITY;
CREATE POLICY roles_workspace ON roles
    USING (workspace_id = nullif(current_setting('app.current_workspace_id', true), '')::uuid)
    WITH CHECK (workspace_id = nullif(current_setting('app.current_workspace_id', true), '')::uuid);
ALTER TABLE workspace_members ENABLE ROW LEVEL SECURITY;
ALTER TABLE workspace_members FORCE ROW LEVEL SECURITY;
CREATE POLICY workspace_members_workspace ON workspace_members
    USING (workspace_id = nullif(current_setting('app.current_workspace_id', true), '')::uuid)
    WITH CHECK (workspace_id = nullif(current_setting('app.current_workspace_id', true), '')::uuid);
GRANT SELECT, INSERT, UPDATE, DELETE ON roles TO promptcards_app;
GRANT SELECT, INSERT, UPDATE, DELETE ON workspace_members TO promptcards_app;
--rollback DROP FUNCTION built_in_permissions(text);
--rollback DROP POLICY workspace_members_workspace ON workspace_members;
--rollback DROP POLICY roles_workspace ON roles;
--rollback ALTER TABLE workspace_members DROP CONSTRAINT workspace_members_role_fkey, DROP CONSTRAINT workspace_members_user_fkey, DROP CONSTRAINT workspace_members_workspace_fkey;
--rollback ALTER TABLE roles DROP CONSTRAINT roles_workspace_fkey;
--rollback DROP FUNCTION user_id_by_email(text);
--rollback DROP POLICY users_searcher ON users;
--rollback DROP POLICY users_person ON users;
--rollback DROP FUNCTION bind_people(uuid[]);
