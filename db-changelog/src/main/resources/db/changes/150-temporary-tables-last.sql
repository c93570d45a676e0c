--liquibase formatted sql
-- Why: what a path leaves out, pg_temp, is searched first. A session could put a view or table of its own before one of ours, and a function that works with its owner's rights would run what stands in it with those rights.
--changeset promptcards:150-temporary-tables-last splitStatements:false rollbackSplitStatements:false
DO $$
DECLARE
    f record;
BEGIN
    FOR f IN SELECT p.oid::regprocedure AS name, p.proowner::regrole AS owner
               FROM pg_proc p
              WHERE p.pronamespace = 'public'::regnamespace AND p.prosecdef
    LOOP
        -- The migrating role may act as the functions' owners, and inherits nothing of theirs.
        EXECUTE format('SET LOCAL ROLE %s', f.owner);
        EXECUTE format('ALTER FUNCTION %s SET search_path = pg_catalog, public, pg_temp', f.name);
        RESET ROLE;
    END LOOP;
END
$$;
--rollback DO $$
--rollback DECLARE
--rollback     f record;
--rollback BEGIN
--rollback     FOR f IN SELECT p.oid::regprocedure AS name, p.proowner::regrole AS owner
--rollback                FROM pg_proc p
--rollback               WHERE p.pronamespace = 'public'::regnamespace AND p.prosecdef
--rollback     LOOP
--rollback         EXECUTE format('SET LOCAL ROLE %s', f.owner);
--rollback         EXECUTE format('ALTER FUNCTION %s SET search_path = pg_catalog, public', f.name);
--rollback         RESET ROLE;
--rollback     END LOOP;
--rollback END
--rollback $$;
