-- No foreign key of several columns sets them to null (or a default): the workspace is one of them.
SELECT conrelid::regclass AS child, conname
  FROM pg_constraint
 WHERE contype = 'f'
   AND connamespace = 'public'::regnamespace
   AND cardinality(conkey) > 1
   AND (confdeltype IN ('n', 'd') OR confupdtype IN ('n', 'd'));
-- broken by
ALTER TABLE card_labels ADD CONSTRAINT card FOREIGN KEY (workspace_id, card_id)
    REFERENCES prompt_cards (workspace_id, id) ON DELETE SET NULL;
-- broken by
ALTER TABLE card_labels ADD CONSTRAINT card FOREIGN KEY (workspace_id, card_id)
    REFERENCES prompt_cards (workspace_id, id) ON UPDATE SET DEFAULT;
