--liquibase formatted sql
-- Why: a transaction sees the passwords and sessions of the people it is bound to; whether there is anybody yet is asked before anyone is.
--changeset promptcards:113-sessions-access splitStatements:false
ALTER TABLE user_passwords ADD CONSTRAINT user_passwords_user_fkey FOREIGN KEY (user_id) REFERENCES users (id);
ALTER TABLE user_sessions ADD CONSTRAINT user_sessions_user_fkey FOREIGN KEY (user_id) REFERENCES users (id);

ALTER TABLE user_passwords ENABLE ROW LEVEL SECURITY;
ALTER TABLE user_passwords FORCE ROW LEVEL SECURITY;
CREATE POLICY user_passwords_person ON user_passwords
    USING (user_id = ANY (nullif(current_setting('app.current_user_ids', true), '')::uuid[]))
    WITH CHECK (user_id = ANY (nullif(current_setting('app.current_user_ids', true), '')::uuid[]));
ALTER TABLE user_sessions ENABLE ROW LEVEL SECURITY;
ALTER TABLE user_sessions FORCE ROW LEVEL SECURITY;
CREATE POLICY user_sessions_person ON user_sessions
    USING (user_id = ANY (nullif(current_setting('app.current_user_ids', true), '')::uuid[]))
    WITH CHECK (user_id = ANY (nullif(current_setting('app.current_user_ids', true), '')::uuid[]));
GRANT SELECT, INSERT, UPDATE ON user_passwords TO promptcards_app;
GRANT SELECT, INSERT, UPDATE, DELETE ON user_sessions TO promptcards_app;
GRANT SELECT, INSERT, UPDATE, DELETE ON sign_in_tries TO promptcards_app;
GRANT SELECT, INSERT, UPDATE, DELETE ON set_up_links TO promptcards_app;

CREATE FUNCTION any_person() RETURNS uuid
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, public AS $$
BEGIN
    RETURN (SELECT u.id FROM users u LIMIT 1);
END
$$;
REVOKE ALL ON FUNCTION any_person() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION any_person() TO promptcards_app;
-- The new owner needs CREATE while it is given the function, and not a moment longer.
GRANT CREATE ON SCHEMA public TO promptcards_searcher;
ALTER FUNCTION any_person() OWNER TO promptcards_searcher;
REVOKE CREATE ON SCHEMA public FROM promptcards_searcher;
--rollback DROP FUNCTION any_person();
--rollback DROP POLICY user_sessions_person ON user_sessions;
--rollback DROP POLICY user_passwords_person ON user_passwords;
--rollback ALTER TABLE user_sessions DROP CONSTRAINT user_sessions_user_fkey;
--rollback ALTER TABLE user_passwords DROP CONSTRAINT user_passwords_user_fkey;
