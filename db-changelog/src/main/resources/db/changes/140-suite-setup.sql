--liquibase formatted sql
-- Why: a suite taken from a configuration keeps what that said beside its cases (prompts, providers, options; no key), so that it can be run and written back.
--changeset promptcards:140-suite-setup splitStatements:false
ALTER TABLE test_suites ADD COLUMN setup jsonb NOT NULL DEFAULT '{}';
ALTER TABLE test_suites ADD CONSTRAINT test_suites_setup_check CHECK (jsonb_typeof(setup) = 'object');
--rollback ALTER TABLE test_suites DROP COLUMN setup;
