--liquibase formatted sql
-- Why: a transaction sees the workspace it is bound to and no other; unbound it sees nothing. The owner is held to it too.
--changeset promptcards:081-row-level-security splitStatements:false
ALTER TABLE workspaces ENABLE ROW LEVEL SECURITY;
ALTER TABLE workspaces FORCE ROW LEVEL SECURITY;
CREATE POLICY workspaces_workspace ON workspaces
    USING (id = nullif(current_setting('app.current_workspace_id', true), '')::uuid)
    WITH CHECK (id = nullif(current_setting('app.current_workspace_id', true), '')::uuid);

ALTER TABLE prompt_cards ENABLE ROW LEVEL SECURITY;
ALTER TABLE prompt_cards FORCE ROW LEVEL SECURITY;
CREATE POLICY prompt_cards_workspace ON prompt_cards
    USING (workspace_id = nullif(current_setting('app.current_workspace_id', true), '')::uuid)
    WITH CHECK (workspace_id = nullif(current_setting('app.current_workspace_id', true), '')::uuid);

ALTER TABLE card_versions ENABLE ROW LEVEL SECURITY;
ALTER TABLE card_versions FORCE ROW LEVEL SECURITY;
CREATE POLICY card_versions_workspace ON card_versions
    USING (workspace_id = nullif(current_setting('app.current_workspace_id', true), '')::uuid)
    WITH CHECK (workspace_id = nullif(current_setting('app.current_workspace_id', true), '')::uuid);

ALTER TABLE card_labels ENABLE ROW LEVEL SECURITY;
ALTER TABLE card_labels FORCE ROW LEVEL SECURITY;
CREATE POLICY card_labels_workspace ON card_labels
    USING (workspace_id = nullif(current_setting('app.current_workspace_id', true), '')::uuid)
    WITH CHECK (workspace_id = nullif(current_setting('app.current_workspace_id', true), '')::uuid);

ALTER TABLE card_label_moves ENABLE ROW LEVEL SECURITY;
ALTER TABLE card_label_moves FORCE ROW LEVEL SECURITY;
CREATE POLICY card_label_moves_workspace ON card_label_moves
    USING (workspace_id = nullif(current_setting('app.current_workspace_id', true), '')::uuid)
    WITH CHECK (workspace_id = nullif(current_setting('app.current_workspace_id', true), '')::uuid);

ALTER TABLE test_suites ENABLE ROW LEVEL SECURITY;
ALTER TABLE test_suites FORCE ROW LEVEL SECURITY;
CREATE POLICY test_suites_workspace ON test_suites
    USING (workspace_id = nullif(current_setting('app.current_workspace_id', true), '')::uuid)
    WITH CHECK (workspace_id = nullif(current_setting('app.current_workspace_id', true), '')::uuid);

ALTER TABLE suite_revisions ENABLE ROW LEVEL SECURITY;
ALTER TABLE suite_revisions FORCE ROW LEVEL SECURITY;
CREATE POLICY suite_revisions_workspace ON suite_revisions
    USING (workspace_id = nullif(current_setting('app.current_workspace_id', true), '')::uuid)
    WITH CHECK (workspace_id = nullif(current_setting('app.current_workspace_id', true), '')::uuid);

ALTER TABLE test_cases ENABLE ROW LEVEL SECURITY;
ALTER TABLE test_cases FORCE ROW LEVEL SECURITY;
CREATE POLICY test_cases_workspace ON test_cases
    USING (workspace_id = nullif(current_setting('app.current_workspace_id', true), '')::uuid)
    WITH CHECK (workspace_id = nullif(current_setting('app.current_workspace_id', true), '')::uuid);

ALTER TABLE run_numbers ENABLE ROW LEVEL SECURITY;
ALTER TABLE run_numbers FORCE ROW LEVEL SECURITY;
CREATE POLICY run_numbers_workspace ON run_numbers
    USING (workspace_id = nullif(current_setting('app.current_workspace_id', true), '')::uuid)
    WITH CHECK (workspace_id = nullif(current_setting('app.current_workspace_id', true), '')::uuid);

ALTER TABLE test_runs ENABLE ROW LEVEL SECURITY;
ALTER TABLE test_runs FORCE ROW LEVEL SECURITY;
CREATE POLICY test_runs_workspace ON test_runs
    USING (workspace_id = nullif(current_setting('app.current_workspace_id', true), '')::uuid)
    WITH CHECK (workspace_id = nullif(current_setting('app.current_workspace_id', true), '')::uuid);

ALTER TABLE run_columns ENABLE ROW LEVEL SECURITY;
ALTER TABLE run_columns FORCE ROW LEVEL SECURITY;
CREATE POLICY run_columns_workspace ON run_columns
    USING (workspace_id = nullif(current_setting('app.current_workspace_id', true), '')::uuid)
    WITH CHECK (workspace_id = nullif(current_setting('app.current_workspace_id', true), '')::uuid);

ALTER TABLE run_progress ENABLE ROW LEVEL SECURITY;
ALTER TABLE run_progress FORCE ROW LEVEL SECURITY;
CREATE POLICY run_progress_workspace ON run_progress
    USING (workspace_id = nullif(current_setting('app.current_workspace_id', true), '')::uuid)
    WITH CHECK (workspace_id = nullif(current_setting('app.current_workspace_id', true), '')::uuid);

ALTER TABLE run_secrets ENABLE ROW LEVEL SECURITY;
ALTER TABLE run_secrets FORCE ROW LEVEL SECURITY;
CREATE POLICY run_secrets_workspace ON run_secrets
    USING (workspace_id = nullif(current_setting('app.current_workspace_id', true), '')::uuid)
    WITH CHECK (workspace_id = nullif(current_setting('app.current_workspace_id', true), '')::uuid);

ALTER TABLE run_events ENABLE ROW LEVEL SECURITY;
ALTER TABLE run_events FORCE ROW LEVEL SECURITY;
CREATE POLICY run_events_workspace ON run_events
    USING (workspace_id = nullif(current_setting('app.current_workspace_id', true), '')::uuid)
    WITH CHECK (workspace_id = nullif(current_setting('app.current_workspace_id', true), '')::uuid);

ALTER TABLE run_items ENABLE ROW LEVEL SECURITY;
ALTER TABLE run_items FORCE ROW LEVEL SECURITY;
CREATE POLICY run_items_workspace ON run_items
    USING (workspace_id = nullif(current_setting('app.current_workspace_id', true), '')::uuid)
    WITH CHECK (workspace_id = nullif(current_setting('app.current_workspace_id', true), '')::uuid);

ALTER TABLE provider_responses ENABLE ROW LEVEL SECURITY;
ALTER TABLE provider_responses FORCE ROW LEVEL SECURITY;
CREATE POLICY provider_responses_workspace ON provider_responses
    USING (workspace_id = nullif(current_setting('app.current_workspace_id', true), '')::uuid)
    WITH CHECK (workspace_id = nullif(current_setting('app.current_workspace_id', true), '')::uuid);

ALTER TABLE test_executions ENABLE ROW LEVEL SECURITY;
ALTER TABLE test_executions FORCE ROW LEVEL SECURITY;
CREATE POLICY test_executions_workspace ON test_executions
    USING (workspace_id = nullif(current_setting('app.current_workspace_id', true), '')::uuid)
    WITH CHECK (workspace_id = nullif(current_setting('app.current_workspace_id', true), '')::uuid);
--rollback DROP POLICY test_executions_workspace ON test_executions;
--rollback ALTER TABLE test_executions NO FORCE ROW LEVEL SECURITY;
--rollback ALTER TABLE test_executions DISABLE ROW LEVEL SECURITY;
--rollback DROP POLICY provider_responses_workspace ON provider_responses;
--rollback ALTER TABLE provider_responses NO FORCE ROW LEVEL SECURITY;
--rollback ALTER TABLE provider_responses DISABLE ROW LEVEL SECURITY;
--rollback DROP POLICY run_items_workspace ON run_items;
--rollback ALTER TABLE run_items NO FORCE ROW LEVEL SECURITY;
--rollback ALTER TABLE run_items DISABLE ROW LEVEL SECURITY;
--rollback DROP POLICY run_events_workspace ON run_events;
--rollback ALTER TABLE run_events NO FORCE ROW LEVEL SECURITY;
--rollback ALTER TABLE run_events DISABLE ROW LEVEL SECURITY;
--rollback DROP POLICY run_secrets_workspace ON run_secrets;
--rollback ALTER TABLE run_secrets NO FORCE ROW LEVEL SECURITY;
--rollback ALTER TABLE run_secrets DISABLE ROW LEVEL SECURITY;
--rollback DROP POLICY run_progress_workspace ON run_progress;
--rollback ALTER TABLE run_progress NO FORCE ROW LEVEL SECURITY;
--rollback ALTER TABLE run_progress DISABLE ROW LEVEL SECURITY;
--rollback DROP POLICY run_columns_workspace ON run_columns;
--rollback ALTER TABLE run_columns NO FORCE ROW LEVEL SECURITY;
--rollback ALTER TABLE run_columns DISABLE ROW LEVEL SECURITY;
--rollback DROP POLICY test_runs_workspace ON test_runs;
--rollback ALTER TABLE test_runs NO FORCE ROW LEVEL SECURITY;
--rollback ALTER TABLE test_runs DISABLE ROW LEVEL SECURITY;
--rollback DROP POLICY run_numbers_workspace ON run_numbers;
--rollback ALTER TABLE run_numbers NO FORCE ROW LEVEL SECURITY;
--rollback ALTER TABLE run_numbers DISABLE ROW LEVEL SECURITY;
--rollback DROP POLICY test_cases_workspace ON test_cases;
--rollback ALTER TABLE test_cases NO FORCE ROW LEVEL SECURITY;
--rollback ALTER TABLE test_cases DISABLE ROW LEVEL SECURITY;
--rollback DROP POLICY suite_revisions_workspace ON suite_revisions;
--rollback ALTER TABLE suite_revisions NO FORCE ROW LEVEL SECURITY;
--rollback ALTER TABLE suite_revisions DISABLE ROW LEVEL SECURITY;
--rollback DROP POLICY test_suites_workspace ON test_suites;
--rollback ALTER TABLE test_suites NO FORCE ROW LEVEL SECURITY;
--rollback ALTER TABLE test_suites DISABLE ROW LEVEL SECURITY;
--rollback DROP POLICY card_label_moves_workspace ON card_label_moves;
--rollback ALTER TABLE card_label_moves NO FORCE ROW LEVEL SECURITY;
--rollback ALTER TABLE card_label_moves DISABLE ROW LEVEL SECURITY;
--rollback DROP POLICY card_labels_workspace ON card_labels;
--rollback ALTER TABLE card_labels NO FORCE ROW LEVEL SECURITY;
--rollback ALTER TABLE card_labels DISABLE ROW LEVEL SECURITY;
--rollback DROP POLICY card_versions_workspace ON card_versions;
--rollback ALTER TABLE card_versions NO FORCE ROW LEVEL SECURITY;
--rollback ALTER TABLE card_versions DISABLE ROW LEVEL SECURITY;
--rollback DROP POLICY prompt_cards_workspace ON prompt_cards;
--rollback ALTER TABLE prompt_cards NO FORCE ROW LEVEL SECURITY;
--rollback ALTER TABLE prompt_cards DISABLE ROW LEVEL SECURITY;
--rollback DROP POLICY workspaces_workspace ON workspaces;
--rollback ALTER TABLE workspaces NO FORCE ROW LEVEL SECURITY;
--rollback ALTER TABLE workspaces DISABLE ROW LEVEL SECURITY;
