--liquibase formatted sql
-- Why: what compares the columns of a row waits in the queue until they have settled, and then changes their outcomes; what they were before stays known.
--changeset promptcards:105-comparisons splitStatements:false
ALTER TABLE test_runs ADD COLUMN comparing boolean NOT NULL DEFAULT false;
-- A comparison is of no column: its number lies beyond the places of the result table, and its column is the first.
ALTER TABLE run_items ADD COLUMN comparison boolean NOT NULL DEFAULT false;
ALTER TABLE run_progress
    ADD COLUMN held_comparisons integer NOT NULL DEFAULT 0,
    ADD CONSTRAINT run_progress_held_comparisons_check CHECK (held_comparisons >= 0);
ALTER TABLE test_executions
    ADD COLUMN before_comparison jsonb,
    ADD CONSTRAINT test_executions_before_comparison_check CHECK (jsonb_typeof(before_comparison) = 'object');
GRANT UPDATE (score, reason, named_scores, verdicts, error, before_comparison, grading_cost_usd,
              grading_prompt_tokens, grading_completion_tokens) ON test_executions TO promptcards_app;
--rollback REVOKE UPDATE (score, reason, named_scores, verdicts, error, before_comparison, grading_cost_usd, grading_prompt_tokens, grading_completion_tokens) ON test_executions FROM promptcards_app;
--rollback ALTER TABLE test_executions DROP COLUMN before_comparison;
--rollback ALTER TABLE run_progress DROP COLUMN held_comparisons;
--rollback ALTER TABLE run_items DROP COLUMN comparison;
--rollback ALTER TABLE test_runs DROP COLUMN comparing;
