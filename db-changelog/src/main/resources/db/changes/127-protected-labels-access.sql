--liquibase formatted sql
-- Why: which labels are protected is the workspace's own; a suite that a label rests on is not deleted under it.
--changeset promptcards:127-protected-labels-access splitStatements:false
ALTER TABLE protected_labels
    ADD CONSTRAINT protected_labels_workspace_fkey FOREIGN KEY (workspace_id) REFERENCES workspaces (id),
    ADD CONSTRAINT protected_labels_suite_fkey FOREIGN KEY (workspace_id, suite_id) REFERENCES test_suites (workspace_id, id);
ALTER TABLE protected_labels ENABLE ROW LEVEL SECURITY;
ALTER TABLE protected_labels FORCE ROW LEVEL SECURITY;
CREATE POLICY protected_labels_workspace ON protected_labels
    USING (workspace_id = nullif(current_setting('app.current_workspace_id', true), '')::uuid)
    WITH CHECK (workspace_id = nullif(current_setting('app.current_workspace_id', true), '')::uuid);
GRANT SELECT, INSERT, UPDATE, DELETE ON protected_labels TO promptcards_app;
--rollback DROP POLICY protected_labels_workspace ON protected_labels;
--rollback ALTER TABLE protected_labels DROP CONSTRAINT protected_labels_suite_fkey, DROP CONSTRAINT protected_labels_workspace_fkey;
