-- A view reads with the rights of whoever asks, not of its owner.
SELECT c.relname
  FROM pg_class c
 WHERE c.relnamespace = 'public'::regnamespace
   AND c.relkind = 'v'
   AND NOT EXISTS (SELECT 1 FROM pg_depend d WHERE d.objid = c.oid AND d.deptype = 'e')
   AND NOT coalesce(c.reloptions, '{}') @> '{security_invoker=true}';
-- broken by
CREATE VIEW names AS SELECT workspace_id, name FROM test_suites;
-- broken by
CREATE VIEW names WITH (security_invoker = false) AS SELECT workspace_id, name FROM test_suites;
