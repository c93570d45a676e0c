--liquibase formatted sql
-- Why: a key or token is shown before its workspace or person is known; two narrow functions tell which, and what it is worth is read inside.
--changeset promptcards:119-credentials-access splitStatements:false
ALTER TABLE api_keys
    ADD CONSTRAINT api_keys_workspace_fkey FOREIGN KEY (workspace_id) REFERENCES workspaces (id),
    ADD CONSTRAINT api_keys_user_fkey FOREIGN KEY (user_id) REFERENCES users (id);
ALTER TABLE token_families
    ADD CONSTRAINT token_families_user_fkey FOREIGN KEY (user_id) REFERENCES users (id);
ALTER TABLE family_tokens
    ADD CONSTRAINT family_tokens_family_fkey FOREIGN KEY (user_id, family_id)
        REFERENCES token_families (user_id, id) ON DELETE CASCADE;
ALTER TABLE device_sign_ins
    ADD CONSTRAINT device_sign_ins_family_fkey FOREIGN KEY (family_id) REFERENCES token_families (id) ON DELETE CASCADE;

ALTER TABLE api_keys ENABLE ROW LEVEL SECURITY;
ALTER TABLE api_keys FORCE ROW LEVEL SECURITY;
CREATE POLICY api_keys_workspace ON api_keys
    USING (workspace_id = nullif(current_setting('app.current_workspace_id', true), '')::uuid)
    WITH CHECK (workspace_id = nullif(current_setting('app.current_workspace_id', true), '')::uuid);
CREATE POLICY api_keys_searcher ON api_keys FOR SELECT TO promptcards_searcher USING (true);
ALTER TABLE token_families ENABLE ROW LEVEL SECURITY;
ALTER TABLE token_families FORCE ROW LEVEL SECURITY;
CREATE POLICY token_families_person ON token_families
    USING (user_id = ANY (nullif(current_setting('app.current_user_ids', true), '')::uuid[]))
    WITH CHECK (user_id = ANY (nullif(current_setting('app.current_user_ids', true), '')::uuid[]));
CREATE POLICY token_families_searcher ON token_families FOR SELECT TO promptcards_searcher USING (true);
ALTER TABLE family_tokens ENABLE ROW LEVEL SECURITY;
ALTER TABLE family_tokens FORCE ROW LEVEL SECURITY;
CREATE POLICY family_tokens_person ON family_tokens
    USING (user_id = ANY (nullif(current_setting('app.current_user_ids', true), '')::uuid[]))
    WITH CHECK (user_id = ANY (nullif(current_setting('app.current_user_ids', true), '')::uuid[]));
GRANT SELECT, INSERT, UPDATE ON api_keys TO promptcards_app;
GRANT SELECT, INSERT, UPDATE, DELETE ON token_families TO promptcards_app;
GRANT SELECT, INSERT, UPDATE, DELETE ON family_tokens TO promptcards_app;
GRANT SELECT, INSERT, UPDATE, DELETE ON device_sign_ins TO promptcards_app;
GRANT SELECT ON api_keys TO promptcards_searcher;
GRANT SELECT ON token_families TO promptcards_searcher;

CREATE FUNCTION workspace_id_of_key(key uuid) RETURNS uuid
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, public AS $$
BEGIN
    RETURN (SELECT k.workspace_id FROM api_keys k WHERE k.id = key);
END
$$;
CREATE FUNCTION user_id_of_family(family uuid) RETURNS uuid
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, public AS $$
BEGIN
    RETURN (SELECT f.user_id FROM token_families f WHERE f.id = family);
END
$$;
REVOKE ALL ON FUNCTION workspace_id_of_key(uuid) FROM PUBLIC;
REVOKE ALL ON FUNCTION user_id_of_family(uuid) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION workspace_id_of_key(uuid) TO promptcards_app;
GRANT EXECUTE ON FUNCTION user_id_of_family(uuid) TO promptcards_app;
-- The new owner needs CREATE while it is given the functions, and not a moment longer.
GRANT CREATE ON SCHEMA public TO promptcards_searcher;
ALTER FUNCTION workspace_id_of_key(uuid) OWNER TO promptcards_searcher;
ALTER FUNCTION user_id_of_family(uuid) OWNER TO promptcards_searcher;
REVOKE CREATE ON SCHEMA public FROM promptcards_searcher;
--rollback DROP FUNCTION user_id_of_family(uuid);
--rollback DROP FUNCTION workspace_id_of_key(uuid);
--rollback DROP POLICY family_tokens_person ON family_tokens;
--rollback DROP POLICY token_families_searcher ON token_families;
--rollback DROP POLICY token_families_person ON token_families;
--rollback DROP POLICY api_keys_searcher ON api_keys;
--rollback DROP POLICY api_keys_workspace ON api_keys;
--rollback ALTER TABLE device_sign_ins DROP CONSTRAINT device_sign_ins_family_fkey;
--rollback ALTER TABLE family_tokens DROP CONSTRAINT family_tokens_family_fkey;
--rollback ALTER TABLE token_families DROP CONSTRAINT token_families_user_fkey;
--rollback ALTER TABLE api_keys DROP CONSTRAINT api_keys_user_fkey, DROP CONSTRAINT api_keys_workspace_fkey;
