--liquibase formatted sql
-- Why: a person is erased and their row stays as a shell that nobody fills again; where something about them stands is asked across workspaces.
--changeset promptcards:136-erasing-people splitStatements:false
ALTER TABLE users
    ADD COLUMN erased_at timestamptz,
    ADD CONSTRAINT users_erased_check CHECK (erased_at IS NULL OR (disabled_at IS NOT NULL AND NOT admin));
COMMENT ON COLUMN users.erased_at IS 'since when the row is a shell: histories lead to it, and it leads to nobody';
GRANT DELETE ON user_passwords TO promptcards_app;

-- Of the person the transaction is bound to, and of nobody else.
CREATE FUNCTION workspaces_about_person(person uuid) RETURNS TABLE (workspace_id uuid)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, public ROWS 50 AS $$
BEGIN
    IF person = ANY (nullif(current_setting('app.current_user_ids', true), '')::uuid[]) THEN
        RETURN QUERY SELECT m.workspace_id FROM workspace_members m WHERE m.user_id = person
                      UNION SELECT k.workspace_id FROM api_keys k WHERE k.user_id = person
                      UNION SELECT i.workspace_id FROM invitations i WHERE i.accepted_by = person
                      UNION SELECT i.workspace_id FROM invitations i JOIN users u ON lower(u.email) = lower(i.email)
                             WHERE u.id = person
                      ORDER BY 1;
    END IF;
END
$$;
-- Somebody else who runs the installation and can sign in. Who asks decides by the answer, so those who ask follow each
-- other: of two who shut each other out at once, one is refused.
CREATE FUNCTION other_admin(person uuid) RETURNS uuid
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, public AS $$
BEGIN
    PERFORM pg_advisory_xact_lock(hashtext('promptcards.admins'));
    RETURN (SELECT u.id FROM users u WHERE u.admin AND u.disabled_at IS NULL AND u.id <> person LIMIT 1);
END
$$;
REVOKE ALL ON FUNCTION workspaces_about_person(uuid) FROM PUBLIC;
REVOKE ALL ON FUNCTION other_admin(uuid) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION workspaces_about_person(uuid) TO promptcards_app;
GRANT EXECUTE ON FUNCTION other_admin(uuid) TO promptcards_app;
-- The new owner needs CREATE while it is given the functions, and not a moment longer.
GRANT CREATE ON SCHEMA public TO promptcards_searcher;
ALTER FUNCTION workspaces_about_person(uuid) OWNER TO promptcards_searcher;
ALTER FUNCTION other_admin(uuid) OWNER TO promptcards_searcher;
REVOKE CREATE ON SCHEMA public FROM promptcards_searcher;
--rollback DROP FUNCTION other_admin(uuid);
--rollback DROP FUNCTION workspaces_about_person(uuid);
--rollback REVOKE DELETE ON user_passwords FROM promptcards_app;
--rollback ALTER TABLE users DROP CONSTRAINT users_erased_check, DROP COLUMN erased_at;
