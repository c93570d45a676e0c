-- Each function with its grants and its owner, given away last: those that take or give rows of a table (:ofRows), or the
-- others, which tables may need.
SELECT concat_ws(
           E'\n',
           replace(rtrim(pg_get_functiondef(p.oid), E'\n'), 'CREATE OR REPLACE FUNCTION public.', 'CREATE FUNCTION ') || ';',
           CASE WHEN p.proacl IS NOT NULL
                     AND NOT EXISTS (SELECT 1 FROM aclexplode(p.proacl) a WHERE a.grantee = 0)
                THEN format('REVOKE ALL ON FUNCTION %s FROM PUBLIC;', p.oid::regprocedure) END,
           (SELECT string_agg(
                       format('GRANT EXECUTE ON FUNCTION %s TO %s;', p.oid::regprocedure, a.grantee::regrole),
                       E'\n' ORDER BY a.grantee::regrole::text)
              FROM aclexplode(p.proacl) a
             WHERE a.grantee NOT IN (0, p.proowner)),
           CASE WHEN p.proowner <> d.datdba
                THEN format('ALTER FUNCTION %s OWNER TO %s;', p.oid::regprocedure, p.proowner::regrole) END)
  FROM pg_proc p
  JOIN pg_database d ON d.datname = current_database()
 WHERE p.pronamespace = 'public'::regnamespace
   AND NOT EXISTS (SELECT 1 FROM pg_depend e WHERE e.objid = p.oid AND e.deptype = 'e')
   AND :ofRows = EXISTS (SELECT 1 FROM pg_depend t
                          WHERE t.classid = 'pg_proc'::regclass AND t.objid = p.oid
                            AND t.refclassid = 'pg_type'::regclass)
 ORDER BY p.proname, p.oid::regprocedure::text;
