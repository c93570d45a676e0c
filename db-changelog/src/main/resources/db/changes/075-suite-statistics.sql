--liquibase formatted sql
-- Why: a suite arrives in one go, and until the planner has heard of it every index looks as good as the other: a look-up of a few cases then read the whole revision.
--changeset promptcards:075-suite-statistics splitStatements:false stripComments:false
CREATE FUNCTION analyze_test_cases() RETURNS integer
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public AS $$
BEGIN
    -- The application owns no table, and only an owner may. Returns how many tables it looked at.
    ANALYZE public.test_cases;
    RETURN 1;
END
$$;
REVOKE ALL ON FUNCTION analyze_test_cases() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION analyze_test_cases() TO promptcards_app;
--rollback DROP FUNCTION analyze_test_cases();
