--liquibase formatted sql
-- Why: the reports of failures read what did not pass, a quarter of a day's executions or less. All of a run share their time, so that the index stays small.
--changeset promptcards:197-failed-executions splitStatements:false
CREATE INDEX test_executions_failed_idx ON test_executions (workspace_id, created_at) WHERE outcome IN ('failed', 'error');
--rollback DROP INDEX test_executions_failed_idx;
