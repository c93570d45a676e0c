--liquibase formatted sql
-- Why: a case may bring its own answer, run on a model of its own, or in some of the columns only.
--changeset promptcards:100-case-overrides splitStatements:false
ALTER TABLE test_cases
    ADD COLUMN overrides jsonb NOT NULL DEFAULT '{}',
    ADD CONSTRAINT test_cases_overrides_check CHECK (
        jsonb_typeof(overrides) = 'object'
        AND (overrides -> 'provider' IS NULL
             OR coalesce(jsonb_typeof(overrides -> 'provider' -> 'id') = 'string', false))
        AND coalesce(jsonb_typeof(overrides -> 'providers'), 'array') = 'array'
        AND coalesce(jsonb_typeof(overrides -> 'prompts'), 'array') = 'array');
--rollback ALTER TABLE test_cases DROP COLUMN overrides;
