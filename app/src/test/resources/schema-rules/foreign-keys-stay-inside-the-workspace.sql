-- A foreign key of a workspace's table leads with the workspace on both sides: a single column accepted another
-- tenant's parent. People stand outside workspaces.
SELECT f.conrelid::regclass AS child, f.conname
  FROM pg_constraint f
  LEFT JOIN pg_attribute child
    ON child.attrelid = f.conrelid AND child.attnum = f.conkey[1]
  LEFT JOIN pg_attribute parent
    ON parent.attrelid = f.confrelid AND parent.attnum = f.confkey[1]
 WHERE f.contype = 'f'
   AND f.connamespace = 'public'::regnamespace
   AND (EXISTS (SELECT 1 FROM pg_attribute a
                 WHERE a.attrelid IN (f.conrelid, f.confrelid) AND a.attname = 'workspace_id'))
   AND NOT (child.attname = 'user_id' AND f.confrelid = 'users'::regclass AND parent.attname = 'id')
   AND NOT (child.attname = 'workspace_id'
            AND (parent.attname = 'workspace_id'
                 OR f.confrelid = 'workspaces'::regclass AND parent.attname = 'id'));
-- broken by
ALTER TABLE test_suites ADD CONSTRAINT ids UNIQUE (id);
ALTER TABLE test_runs ADD FOREIGN KEY (suite_id) REFERENCES test_suites (id);
-- broken by
ALTER TABLE test_suites ADD CONSTRAINT turned UNIQUE (id, workspace_id);
ALTER TABLE test_runs ADD FOREIGN KEY (suite_id, workspace_id) REFERENCES test_suites (id, workspace_id);
-- broken by
CREATE TABLE people (id uuid PRIMARY KEY, home uuid, favourite uuid,
    FOREIGN KEY (home, favourite) REFERENCES prompt_cards (workspace_id, id));
