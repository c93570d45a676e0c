--liquibase formatted sql
-- Why: per table and verb what the code does, and nothing more; TRUNCATE would pass by row-level security.
--changeset promptcards:082-grants splitStatements:false
GRANT SELECT, INSERT, UPDATE ON workspaces TO promptcards_app;
GRANT SELECT, INSERT, UPDATE ON prompt_cards TO promptcards_app;
GRANT SELECT, INSERT ON card_versions TO promptcards_app;
GRANT SELECT, INSERT, UPDATE, DELETE ON card_labels TO promptcards_app;
GRANT SELECT, INSERT ON card_label_moves TO promptcards_app;
GRANT SELECT, INSERT, UPDATE ON test_suites TO promptcards_app;
GRANT SELECT, INSERT, UPDATE, DELETE ON suite_revisions TO promptcards_app;
GRANT SELECT, INSERT, DELETE ON test_cases TO promptcards_app;
GRANT SELECT, INSERT, UPDATE ON run_numbers TO promptcards_app;
GRANT SELECT, INSERT, UPDATE ON test_runs TO promptcards_app;
GRANT SELECT, INSERT ON run_columns TO promptcards_app;
GRANT SELECT, INSERT, UPDATE ON run_progress TO promptcards_app;
GRANT SELECT, INSERT, DELETE ON run_secrets TO promptcards_app;
GRANT SELECT, INSERT ON run_events TO promptcards_app;
GRANT SELECT, INSERT, UPDATE, DELETE ON run_items TO promptcards_app;
GRANT SELECT, INSERT, UPDATE ON provider_responses TO promptcards_app;
GRANT SELECT, INSERT, DELETE, UPDATE (outcome) ON test_executions TO promptcards_app;
--rollback REVOKE ALL ON workspaces FROM promptcards_app;
--rollback REVOKE ALL ON prompt_cards FROM promptcards_app;
--rollback REVOKE ALL ON card_versions FROM promptcards_app;
--rollback REVOKE ALL ON card_labels FROM promptcards_app;
--rollback REVOKE ALL ON card_label_moves FROM promptcards_app;
--rollback REVOKE ALL ON test_suites FROM promptcards_app;
--rollback REVOKE ALL ON suite_revisions FROM promptcards_app;
--rollback REVOKE ALL ON test_cases FROM promptcards_app;
--rollback REVOKE ALL ON run_numbers FROM promptcards_app;
--rollback REVOKE ALL ON test_runs FROM promptcards_app;
--rollback REVOKE ALL ON run_columns FROM promptcards_app;
--rollback REVOKE ALL ON run_progress FROM promptcards_app;
--rollback REVOKE ALL ON run_secrets FROM promptcards_app;
--rollback REVOKE ALL ON run_events FROM promptcards_app;
--rollback REVOKE ALL ON run_items FROM promptcards_app;
--rollback REVOKE ALL ON provider_responses FROM promptcards_app;
--rollback REVOKE ALL ON test_executions FROM promptcards_app;
