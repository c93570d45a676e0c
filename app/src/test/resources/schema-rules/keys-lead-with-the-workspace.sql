-- The workspace leads every primary key, unique constraint and unique index of its tables: another would tell a
-- tenant what others have.
SELECT c.relname, i.indexrelid::regclass AS key
  FROM pg_index i
  JOIN pg_class c ON c.oid = i.indrelid
  JOIN pg_attribute w ON w.attrelid = c.oid AND w.attname = 'workspace_id'
 WHERE c.relnamespace = 'public'::regnamespace
   AND i.indisunique
   AND i.indkey[0] <> w.attnum
UNION ALL
SELECT c.relname, NULL
  FROM pg_class c
  JOIN pg_attribute w ON w.attrelid = c.oid AND w.attname = 'workspace_id'
 WHERE c.relnamespace = 'public'::regnamespace
   AND c.relkind IN ('r', 'p')
   AND NOT EXISTS (SELECT 1 FROM pg_index i WHERE i.indrelid = c.oid AND i.indisprimary);
-- broken by
CREATE TABLE notes (workspace_id uuid NOT NULL, id uuid PRIMARY KEY);
-- broken by
CREATE TABLE notes (workspace_id uuid NOT NULL, id uuid);
-- broken by
ALTER TABLE test_suites ADD CONSTRAINT slugs UNIQUE (slug);
-- broken by
CREATE UNIQUE INDEX slugs ON test_suites (lower(slug), workspace_id);
