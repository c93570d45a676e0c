--liquibase formatted sql
-- Why: a run reserves what it is expected to cost, may have a budget of its own, and says which limit holds it.
--changeset promptcards:132-run-budgets splitStatements:false
ALTER TABLE test_runs
    ADD COLUMN estimate_usd numeric(20, 10) NOT NULL DEFAULT 0,
    ADD COLUMN estimate_unpriced integer NOT NULL DEFAULT 0,
    ADD COLUMN budget_usd numeric(20, 10),
    ADD COLUMN held_reason text,
    ADD CONSTRAINT test_runs_budget_check CHECK (estimate_usd >= 0 AND estimate_unpriced >= 0 AND budget_usd > 0),
    ADD CONSTRAINT test_runs_held_check CHECK (held_reason IS NULL OR state = 'held');
COMMENT ON COLUMN test_runs.estimate_unpriced IS 'calls whose price is not known: they are not in estimate_usd';
--rollback ALTER TABLE test_runs DROP CONSTRAINT test_runs_held_check;
--rollback ALTER TABLE test_runs DROP CONSTRAINT test_runs_budget_check;
--rollback ALTER TABLE test_runs DROP COLUMN held_reason;
--rollback ALTER TABLE test_runs DROP COLUMN budget_usd;
--rollback ALTER TABLE test_runs DROP COLUMN estimate_unpriced;
--rollback ALTER TABLE test_runs DROP COLUMN estimate_usd;
