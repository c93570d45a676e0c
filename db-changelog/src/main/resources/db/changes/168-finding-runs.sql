--liquibase formatted sql
-- Why: the runs of one suite, newest first, among many runs of others.
--changeset promptcards:168-finding-runs splitStatements:false
CREATE INDEX test_runs_suite_idx ON test_runs (workspace_id, suite_id, number);
--rollback DROP INDEX test_runs_suite_idx;
