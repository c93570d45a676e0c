-- No policy holds a subquery: a distributed PostgreSQL refuses it.
SELECT tablename, policyname
  FROM pg_policies
 WHERE schemaname = 'public'
   AND concat(qual, ' ', with_check) ~* '\mselect\M';
-- broken by
CREATE POLICY members ON test_cases FOR SELECT TO promptcards_searcher
    USING (workspace_id IN (SELECT id FROM workspaces));
