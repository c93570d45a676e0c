-- Policies add up, so any beside the workspace's own, or the person's, lets more be seen: only the searcher and the
-- claimer have some, for reading.
SELECT p.tablename, p.policyname
  FROM pg_policies p
 WHERE p.schemaname = 'public'
   AND p.policyname <> p.tablename || '_workspace'
   AND (p.policyname <> p.tablename || '_person'
        OR EXISTS (SELECT FROM pg_attribute a
                    WHERE a.attrelid = format('public.%I', p.tablename)::regclass AND a.attname = 'workspace_id'))
   AND NOT (p.cmd = 'SELECT' AND p.roles <@ '{promptcards_searcher,promptcards_claimer}'::name[]);
-- broken by
CREATE POLICY everything ON test_cases FOR SELECT USING (true);
-- broken by
CREATE POLICY everything ON test_cases TO promptcards_app USING (true);
-- broken by
CREATE POLICY everything ON test_cases TO promptcards_searcher USING (true);
-- broken by
CREATE POLICY workspace_members_person ON workspace_members FOR SELECT USING (true);
