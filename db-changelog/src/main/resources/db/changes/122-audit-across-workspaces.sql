--liquibase formatted sql
-- Why: all chains are verified, and one person erased, across workspaces; each function returns their ids and nothing else.
--changeset promptcards:122-audit-across-workspaces splitStatements:false
CREATE POLICY audit_heads_searcher ON audit_heads FOR SELECT TO promptcards_searcher USING (true);
GRANT SELECT ON audit_heads TO promptcards_searcher;
CREATE FUNCTION audit_chains() RETURNS SETOF uuid
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, public AS $$
BEGIN
    RETURN QUERY SELECT h.workspace_id FROM audit_heads h
                  UNION SELECT w.id FROM workspaces w
                  ORDER BY 1;
END
$$;
REVOKE ALL ON FUNCTION audit_chains() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION audit_chains() TO promptcards_app;

CREATE POLICY audit_people_searcher ON audit_people FOR SELECT TO promptcards_searcher USING (true);
GRANT SELECT ON audit_people TO promptcards_searcher;
CREATE FUNCTION audit_chains_about(person uuid) RETURNS SETOF uuid
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, public AS $$
BEGIN
    RETURN QUERY SELECT DISTINCT p.workspace_id FROM audit_people p WHERE p.user_id = person ORDER BY 1;
END
$$;
REVOKE ALL ON FUNCTION audit_chains_about(uuid) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION audit_chains_about(uuid) TO promptcards_app;
-- The new owner needs CREATE while it is given the functions, and not a moment longer.
GRANT CREATE ON SCHEMA public TO promptcards_searcher;
ALTER FUNCTION audit_chains() OWNER TO promptcards_searcher;
ALTER FUNCTION audit_chains_about(uuid) OWNER TO promptcards_searcher;
REVOKE CREATE ON SCHEMA public FROM promptcards_searcher;
--rollback DROP FUNCTION audit_chains_about(uuid);
--rollback DROP POLICY audit_people_searcher ON audit_people;
--rollback REVOKE SELECT ON audit_people FROM promptcards_searcher;
--rollback DROP FUNCTION audit_chains();
--rollback DROP POLICY audit_heads_searcher ON audit_heads;
--rollback REVOKE SELECT ON audit_heads FROM promptcards_searcher;
