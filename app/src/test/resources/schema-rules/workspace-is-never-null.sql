-- The workspace of a row is a uuid and never missing.
SELECT c.relname
  FROM pg_class c
  JOIN pg_attribute w ON w.attrelid = c.oid AND w.attname = 'workspace_id'
 WHERE c.relnamespace = 'public'::regnamespace
   AND c.relkind IN ('r', 'p')
   AND NOT (w.attnotnull AND w.atttypid = 'uuid'::regtype);
-- broken by
CREATE TABLE notes (workspace_id uuid);
-- broken by
CREATE TABLE notes (workspace_id text NOT NULL);
