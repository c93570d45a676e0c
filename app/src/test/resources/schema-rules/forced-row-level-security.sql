-- Every table of a workspace's rows, and every partition of one, has row-level security enabled and forced.
SELECT c.relname
  FROM pg_class c
 WHERE c.relnamespace = 'public'::regnamespace
   AND c.relkind IN ('r', 'p')
   AND (c.relname = 'workspaces'
        OR EXISTS (SELECT 1 FROM pg_attribute a WHERE a.attrelid = c.oid AND a.attname = 'workspace_id'))
   AND NOT (c.relrowsecurity AND c.relforcerowsecurity);
-- broken by
CREATE TABLE notes (workspace_id uuid NOT NULL, id uuid, PRIMARY KEY (workspace_id, id));
-- broken by
ALTER TABLE test_cases NO FORCE ROW LEVEL SECURITY;
-- broken by
ALTER TABLE workspaces DISABLE ROW LEVEL SECURITY;
-- broken by
CREATE TABLE test_executions_2001_01 PARTITION OF test_executions
    FOR VALUES FROM ('2001-01-01 00:00Z') TO ('2001-02-01 00:00Z');
