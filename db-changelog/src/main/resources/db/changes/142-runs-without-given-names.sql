--liquibase formatted sql
-- Why: runs that ended before 141 kept neither the names of their keys nor all of their providers' configurations; NULL says so, and their errors are not tried again with less than they were started with.
--changeset promptcards:142-runs-without-given-names splitStatements:false
ALTER TABLE test_runs ALTER COLUMN given DROP NOT NULL, ALTER COLUMN given DROP DEFAULT;
UPDATE test_runs SET given = NULL WHERE given = '{}';
--rollback UPDATE test_runs SET given = '{}' WHERE given IS NULL;
--rollback ALTER TABLE test_runs ALTER COLUMN given SET DEFAULT '{}', ALTER COLUMN given SET NOT NULL;
