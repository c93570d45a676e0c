-- The application owns nothing and can make nothing: an owner could switch row-level security off.
SELECT c.relname
  FROM pg_class c
 WHERE c.relowner = 'promptcards_app'::regrole
UNION ALL
SELECT p.proname
  FROM pg_proc p
 WHERE p.proowner = 'promptcards_app'::regrole
UNION ALL
SELECT n.nspname
  FROM pg_namespace n
 WHERE n.nspowner = 'promptcards_app'::regrole
    OR n.nspname = 'public' AND has_schema_privilege('promptcards_app', n.oid, 'CREATE')
UNION ALL
SELECT d.datname
  FROM pg_database d
 WHERE d.datname = current_database()
   AND (d.datdba = 'promptcards_app'::regrole OR has_database_privilege('promptcards_app', d.oid, 'CREATE'));
-- broken by
GRANT promptcards_app TO CURRENT_USER WITH SET TRUE;
GRANT CREATE ON SCHEMA public TO promptcards_app;
ALTER TABLE test_cases OWNER TO promptcards_app;
REVOKE CREATE ON SCHEMA public FROM promptcards_app;
-- broken by
GRANT CREATE ON SCHEMA public TO promptcards_app;
-- broken by
DO $$ BEGIN EXECUTE format('GRANT CREATE ON DATABASE %I TO promptcards_app', current_database()); END $$;
