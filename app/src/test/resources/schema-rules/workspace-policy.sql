-- Every table of a workspace's rows has the one policy that compares its workspace with the bound one, for
-- reading and for writing, to everybody.
SELECT c.relname
  FROM pg_class c
  LEFT JOIN pg_policies p
    ON p.schemaname = 'public'
   AND p.tablename = c.relname
   AND p.permissive = 'PERMISSIVE'
   AND p.roles = '{public}'
   AND p.cmd = 'ALL'
   AND p.qual = p.with_check
   AND p.qual = format(
           $$(%s = (NULLIF(current_setting('app.current_workspace_id'::text, true), ''::text))::uuid)$$,
           CASE c.relname WHEN 'workspaces' THEN 'id' ELSE 'workspace_id' END)
 WHERE c.relnamespace = 'public'::regnamespace
   AND c.relkind IN ('r', 'p')
   AND NOT c.relispartition
   AND (c.relname = 'workspaces'
        OR EXISTS (SELECT 1 FROM pg_attribute a WHERE a.attrelid = c.oid AND a.attname = 'workspace_id'))
   AND p.policyname IS NULL;
-- broken by
DROP POLICY test_runs_workspace ON test_runs;
-- broken by
DROP POLICY test_runs_workspace ON test_runs;
CREATE POLICY test_runs_workspace ON test_runs
    USING (workspace_id = nullif(current_setting('app.current_workspace_id', true), '')::uuid);
-- broken by
ALTER POLICY test_runs_workspace ON test_runs
    USING (workspace_id = (SELECT nullif(current_setting('app.current_workspace_id', true), '')::uuid));
-- broken by
ALTER POLICY test_runs_workspace ON test_runs WITH CHECK (true);
