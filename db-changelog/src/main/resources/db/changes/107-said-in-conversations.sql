--liquibase formatted sql
-- Why: later turns of a conversation are told what the model said, not what a transform made of it.
--changeset promptcards:107-said-in-conversations splitStatements:false
ALTER TABLE test_executions
    ADD COLUMN said jsonb,
    ADD CONSTRAINT test_executions_said_check CHECK (jsonb_typeof(said) = 'object');
--rollback ALTER TABLE test_executions DROP COLUMN said;
