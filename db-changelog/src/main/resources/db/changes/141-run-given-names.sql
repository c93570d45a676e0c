--liquibase formatted sql
-- Why: a run forgets its keys when it ends; by their names it can tell what another try at its errors needs again.
--changeset promptcards:141-run-given-names splitStatements:false
ALTER TABLE test_runs ADD COLUMN given jsonb NOT NULL DEFAULT '{}';
ALTER TABLE test_runs ADD CONSTRAINT test_runs_given_check CHECK (jsonb_typeof(given) = 'object');
--rollback ALTER TABLE test_runs DROP COLUMN given;
