--liquibase formatted sql
-- Why: executions that ran elsewhere come without a score or a prompt where nobody recorded them; unknown is NULL, never 0 or ''.
--changeset promptcards:180-executions-from-elsewhere splitStatements:false
ALTER TABLE test_executions ALTER COLUMN score DROP NOT NULL, ALTER COLUMN rendered_prompt DROP NOT NULL;
--rollback ALTER TABLE test_executions ALTER COLUMN score SET NOT NULL, ALTER COLUMN rendered_prompt SET NOT NULL;
