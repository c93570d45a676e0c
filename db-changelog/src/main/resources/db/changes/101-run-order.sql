--liquibase formatted sql
-- Why: the result table of a run may have holes, so its numbers reach further than its items; and some runs have to go item by item, in order.
--changeset promptcards:101-run-order splitStatements:false
ALTER TABLE test_runs
    -- Places of the result table: cases x repeats x columns. Null in runs of before, which have no holes.
    ADD COLUMN grid_items integer,
    ADD COLUMN serial boolean NOT NULL DEFAULT false,
    ADD CONSTRAINT test_runs_grid_check CHECK (grid_items >= total_items);
--rollback ALTER TABLE test_runs DROP COLUMN serial;
--rollback ALTER TABLE test_runs DROP COLUMN grid_items;
