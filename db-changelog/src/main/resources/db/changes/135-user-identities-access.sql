--liquibase formatted sql
-- Why: a transaction sees the identities of the people it is bound to; whose one is, is asked before anyone is.
--changeset promptcards:135-user-identities-access splitStatements:false
ALTER TABLE user_identities ADD CONSTRAINT user_identities_user_fkey FOREIGN KEY (user_id) REFERENCES users (id);
ALTER TABLE user_identities ENABLE ROW LEVEL SECURITY;
ALTER TABLE user_identities FORCE ROW LEVEL SECURITY;
CREATE POLICY user_identities_person ON user_identities
    USING (user_id = ANY (nullif(current_setting('app.current_user_ids', true), '')::uuid[]))
    WITH CHECK (user_id = ANY (nullif(current_setting('app.current_user_ids', true), '')::uuid[]));
CREATE POLICY user_identities_searcher ON user_identities FOR SELECT TO promptcards_searcher USING (true);
GRANT SELECT, INSERT, DELETE ON user_identities TO promptcards_app;
GRANT SELECT ON user_identities TO promptcards_searcher;

CREATE FUNCTION user_id_by_identity(wanted_issuer text, wanted_subject text) RETURNS uuid
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    RETURN (SELECT i.user_id FROM user_identities i WHERE i.issuer = wanted_issuer AND i.subject = wanted_subject);
END
$$;
REVOKE ALL ON FUNCTION user_id_by_identity(text, text) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION user_id_by_identity(text, text) TO promptcards_app;
-- The new owner needs CREATE while it is given the function, and not a moment longer.
GRANT CREATE ON SCHEMA public TO promptcards_searcher;
ALTER FUNCTION user_id_by_identity(text, text) OWNER TO promptcards_searcher;
REVOKE CREATE ON SCHEMA public FROM promptcards_searcher;
--rollback DROP FUNCTION user_id_by_identity(text, text);
--rollback DROP POLICY user_identities_searcher ON user_identities;
--rollback DROP POLICY user_identities_person ON user_identities;
--rollback ALTER TABLE user_identities DROP CONSTRAINT user_identities_user_fkey;
