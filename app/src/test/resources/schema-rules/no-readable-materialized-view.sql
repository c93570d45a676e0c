-- Nobody but the owner reads a materialized view: row-level security does not apply to it.
SELECT c.relname, a.grantee::regrole
  FROM pg_class c, aclexplode(c.relacl) a
 WHERE c.relnamespace = 'public'::regnamespace
   AND c.relkind = 'm'
   AND a.grantee <> c.relowner;
-- broken by
CREATE MATERIALIZED VIEW totals AS SELECT workspace_id, count(*) FROM test_executions GROUP BY 1;
GRANT SELECT ON totals TO promptcards_app;
