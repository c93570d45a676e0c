--liquibase formatted sql
-- Why: a judge costs money and tokens as an answer does, and they are told apart from the answer's own.
--changeset promptcards:104-grading-costs splitStatements:false
ALTER TABLE test_executions
    ADD COLUMN grading_cost_usd numeric(20, 10),
    ADD COLUMN grading_prompt_tokens integer,
    ADD COLUMN grading_completion_tokens integer,
    ADD CONSTRAINT test_executions_grading_cost_check CHECK (grading_cost_usd >= 0);
ALTER TABLE run_progress
    ADD COLUMN grading_cost_usd numeric(20, 10) NOT NULL DEFAULT 0,
    ADD COLUMN grading_unpriced integer NOT NULL DEFAULT 0,
    ADD COLUMN grading_prompt_tokens bigint NOT NULL DEFAULT 0,
    ADD COLUMN grading_completion_tokens bigint NOT NULL DEFAULT 0;
--rollback ALTER TABLE run_progress DROP COLUMN grading_completion_tokens;
--rollback ALTER TABLE run_progress DROP COLUMN grading_prompt_tokens;
--rollback ALTER TABLE run_progress DROP COLUMN grading_unpriced;
--rollback ALTER TABLE run_progress DROP COLUMN grading_cost_usd;
--rollback ALTER TABLE test_executions DROP COLUMN grading_completion_tokens;
--rollback ALTER TABLE test_executions DROP COLUMN grading_prompt_tokens;
--rollback ALTER TABLE test_executions DROP COLUMN grading_cost_usd;
