-- Every function pins its search_path, the system's catalogue first: else whoever calls it says what it calls. One
-- that works with its owner's rights names pg_temp, last: where it is left out, it is searched before all others.
SELECT p.oid::regprocedure
  FROM pg_proc p
 WHERE p.pronamespace = 'public'::regnamespace
   AND NOT EXISTS (SELECT 1 FROM pg_depend d WHERE d.objid = p.oid AND d.deptype = 'e')
   AND NOT coalesce(p.proconfig, '{}') && CASE WHEN p.prosecdef
           THEN '{"search_path=pg_catalog, public, pg_temp"}'::text[]
           ELSE '{"search_path=pg_catalog, public",search_path=pg_catalog}'::text[] END;
-- broken by
CREATE FUNCTION loose() RETURNS uuid LANGUAGE plpgsql SECURITY DEFINER AS 'BEGIN RETURN NULL; END';
-- broken by
ALTER FUNCTION bind_workspace(uuid) SET search_path = public, pg_catalog;
-- broken by
ALTER FUNCTION bind_workspace(uuid) RESET search_path;
-- broken by
CREATE FUNCTION shadowed() RETURNS uuid LANGUAGE plpgsql SECURITY DEFINER
    SET search_path = pg_catalog, public AS 'BEGIN RETURN NULL; END';
-- broken by
CREATE FUNCTION hijacked() RETURNS uuid LANGUAGE plpgsql SECURITY DEFINER
    SET search_path = pg_temp, pg_catalog, public AS 'BEGIN RETURN NULL; END';
