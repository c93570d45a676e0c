--liquibase formatted sql
-- Why: a run that the limit of a day or month holds goes on by itself when that begins anew.
--changeset promptcards:185-held-until splitStatements:false
ALTER TABLE test_runs
    ADD COLUMN held_until timestamptz,
    ADD CONSTRAINT test_runs_held_until_check CHECK (held_until IS NULL OR held_reason IS NOT NULL);
COMMENT ON COLUMN test_runs.held_until IS 'when the limit that holds the run begins anew; NULL where somebody has to decide';
CREATE INDEX test_runs_held_idx ON test_runs (workspace_id, held_until, id) WHERE held_until IS NOT NULL;
--rollback DROP INDEX test_runs_held_idx;
--rollback ALTER TABLE test_runs DROP CONSTRAINT test_runs_held_until_check, DROP COLUMN held_until;
