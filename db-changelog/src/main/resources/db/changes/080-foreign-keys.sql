--liquibase formatted sql
-- Why: every reference stays inside its workspace: a single-column key would accept another tenant's parent. Apart from the tables, so that they can be distributed first.
--changeset promptcards:080-foreign-keys splitStatements:false
ALTER TABLE prompt_cards ADD CONSTRAINT prompt_cards_workspace_id_fkey
    FOREIGN KEY (workspace_id) REFERENCES workspaces (id);
ALTER TABLE test_suites ADD CONSTRAINT test_suites_workspace_id_fkey
    FOREIGN KEY (workspace_id) REFERENCES workspaces (id);
ALTER TABLE run_numbers ADD CONSTRAINT run_numbers_workspace_id_fkey
    FOREIGN KEY (workspace_id) REFERENCES workspaces (id);
ALTER TABLE provider_responses ADD CONSTRAINT provider_responses_workspace_id_fkey
    FOREIGN KEY (workspace_id) REFERENCES workspaces (id);
ALTER TABLE card_versions ADD CONSTRAINT card_versions_card_id_fkey
    FOREIGN KEY (workspace_id, card_id) REFERENCES prompt_cards (workspace_id, id);
ALTER TABLE card_labels ADD CONSTRAINT card_labels_card_id_version_fkey
    FOREIGN KEY (workspace_id, card_id, version) REFERENCES card_versions (workspace_id, card_id, number);
ALTER TABLE card_label_moves ADD CONSTRAINT card_label_moves_card_id_fkey
    FOREIGN KEY (workspace_id, card_id) REFERENCES prompt_cards (workspace_id, id);
ALTER TABLE suite_revisions ADD CONSTRAINT suite_revisions_suite_id_fkey
    FOREIGN KEY (workspace_id, suite_id) REFERENCES test_suites (workspace_id, id);
ALTER TABLE test_cases ADD CONSTRAINT test_cases_suite_id_revision_fkey
    FOREIGN KEY (workspace_id, suite_id, revision) REFERENCES suite_revisions (workspace_id, suite_id, number) ON DELETE CASCADE;
ALTER TABLE test_runs ADD CONSTRAINT test_runs_suite_id_suite_revision_fkey
    FOREIGN KEY (workspace_id, suite_id, suite_revision) REFERENCES suite_revisions (workspace_id, suite_id, number);
ALTER TABLE run_columns ADD CONSTRAINT run_columns_run_id_fkey
    FOREIGN KEY (workspace_id, run_id) REFERENCES test_runs (workspace_id, id);
ALTER TABLE run_columns ADD CONSTRAINT run_columns_card_id_version_fkey
    FOREIGN KEY (workspace_id, card_id, version) REFERENCES card_versions (workspace_id, card_id, number);
ALTER TABLE run_progress ADD CONSTRAINT run_progress_run_id_fkey
    FOREIGN KEY (workspace_id, run_id) REFERENCES test_runs (workspace_id, id);
ALTER TABLE run_secrets ADD CONSTRAINT run_secrets_run_id_fkey
    FOREIGN KEY (workspace_id, run_id) REFERENCES test_runs (workspace_id, id);
ALTER TABLE run_events ADD CONSTRAINT run_events_run_id_fkey
    FOREIGN KEY (workspace_id, run_id) REFERENCES test_runs (workspace_id, id);
ALTER TABLE run_items ADD CONSTRAINT run_items_run_id_column_number_fkey
    FOREIGN KEY (workspace_id, run_id, column_number) REFERENCES run_columns (workspace_id, run_id, number);
ALTER TABLE test_executions ADD CONSTRAINT test_executions_run_id_column_number_fkey
    FOREIGN KEY (workspace_id, run_id, column_number) REFERENCES run_columns (workspace_id, run_id, number);
--rollback ALTER TABLE test_executions DROP CONSTRAINT test_executions_run_id_column_number_fkey;
--rollback ALTER TABLE run_items DROP CONSTRAINT run_items_run_id_column_number_fkey;
--rollback ALTER TABLE run_events DROP CONSTRAINT run_events_run_id_fkey;
--rollback ALTER TABLE run_secrets DROP CONSTRAINT run_secrets_run_id_fkey;
--rollback ALTER TABLE run_progress DROP CONSTRAINT run_progress_run_id_fkey;
--rollback ALTER TABLE run_columns DROP CONSTRAINT run_columns_card_id_version_fkey;
--rollback ALTER TABLE run_columns DROP CONSTRAINT run_columns_run_id_fkey;
--rollback ALTER TABLE test_runs DROP CONSTRAINT test_runs_suite_id_suite_revision_fkey;
--rollback ALTER TABLE test_cases DROP CONSTRAINT test_cases_suite_id_revision_fkey;
--rollback ALTER TABLE suite_revisions DROP CONSTRAINT suite_revisions_suite_id_fkey;
--rollback ALTER TABLE card_label_moves DROP CONSTRAINT card_label_moves_card_id_fkey;
--rollback ALTER TABLE card_labels DROP CONSTRAINT card_labels_card_id_version_fkey;
--rollback ALTER TABLE card_versions DROP CONSTRAINT card_versions_card_id_fkey;
--rollback ALTER TABLE provider_responses DROP CONSTRAINT provider_responses_workspace_id_fkey;
--rollback ALTER TABLE run_numbers DROP CONSTRAINT run_numbers_workspace_id_fkey;
--rollback ALTER TABLE test_suites DROP CONSTRAINT test_suites_workspace_id_fkey;
--rollback ALTER TABLE prompt_cards DROP CONSTRAINT prompt_cards_workspace_id_fkey;
