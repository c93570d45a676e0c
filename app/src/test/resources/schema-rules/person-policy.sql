-- Every table of people's rows that belong to no workspace has row-level security, forced, and the one policy that
-- compares the person with those bound, for reading and for writing.
SELECT c.relname
  FROM pg_class c
  LEFT JOIN pg_policies p
    ON p.schemaname = 'public'
   AND p.tablename = c.relname
   AND p.policyname = c.relname || '_person'
   AND p.permissive = 'PERMISSIVE'
   AND p.roles = '{public}'
   AND p.cmd = 'ALL'
   AND p.qual = p.with_check
   AND p.qual = format(
           $$(%s = ANY ((NULLIF(current_setting('app.current_user_ids'::text, true), ''::text))::uuid[]))$$,
           CASE c.relname WHEN 'users' THEN 'id' ELSE 'user_id' END)
 WHERE c.relnamespace = 'public'::regnamespace
   AND c.relkind IN ('r', 'p')
   AND NOT c.relispartition
   AND (c.relname = 'users'
        OR EXISTS (SELECT FROM pg_attribute a WHERE a.attrelid = c.oid AND a.attname = 'user_id'))
   AND NOT EXISTS (SELECT FROM pg_attribute a WHERE a.attrelid = c.oid AND a.attname = 'workspace_id')
   AND (p.policyname IS NULL OR NOT c.relrowsecurity OR NOT c.relforcerowsecurity);
-- broken by
DROP POLICY users_person ON users;
-- broken by
ALTER TABLE users NO FORCE ROW LEVEL SECURITY;
-- broken by
ALTER POLICY users_person ON users WITH CHECK (true);
-- broken by
CREATE TABLE badges (user_id uuid NOT NULL PRIMARY KEY);
