--liquibase formatted sql
-- Why: what is known of judges stays inside its workspace, and goes with its item.
--changeset promptcards:103-judge-calls-access splitStatements:false
ALTER TABLE judge_calls ADD CONSTRAINT judge_calls_run_id_fkey
    FOREIGN KEY (workspace_id, run_id) REFERENCES test_runs (workspace_id, id);
ALTER TABLE judge_calls ENABLE ROW LEVEL SECURITY;
ALTER TABLE judge_calls FORCE ROW LEVEL SECURITY;
CREATE POLICY judge_calls_workspace ON judge_calls
    USING (workspace_id = nullif(current_setting('app.current_workspace_id', true), '')::uuid)
    WITH CHECK (workspace_id = nullif(current_setting('app.current_workspace_id', true), '')::uuid);
GRANT SELECT, INSERT, UPDATE, DELETE ON judge_calls TO promptcards_app;
--rollback REVOKE ALL ON judge_calls FROM promptcards_app;
--rollback DROP POLICY judge_calls_workspace ON judge_calls;
--rollback ALTER TABLE judge_calls NO FORCE ROW LEVEL SECURITY;
--rollback ALTER TABLE judge_calls DISABLE ROW LEVEL SECURITY;
--rollback ALTER TABLE judge_calls DROP CONSTRAINT judge_calls_run_id_fkey;
