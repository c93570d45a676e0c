--liquibase formatted sql
-- Why: an import may lack answers. What was judged was answered, so that without a cost it is unpriced in roll-ups as it is in the figures of its run.
--changeset promptcards:195-answers-that-were-not-recorded splitStatements:false rollbackSplitStatements:false
DO $$
DECLARE
    written CONSTANT text := pg_get_functiondef('rollups_of(uuid, timestamptz, uuid, integer[], integer)'::regprocedure);
    changed CONSTANT text := replace(written, 'AND c.output IS NOT NULL)',
                                     'AND (c.output IS NOT NULL OR c.outcome IN (''passed'', ''failed'')))');
BEGIN
    IF changed = written THEN
        RAISE EXCEPTION 'rollups_of counts unpriced answers otherwise than expected';
    END IF;
    EXECUTE changed;
END
$$;
--rollback DO $$ BEGIN EXECUTE replace(pg_get_functiondef('rollups_of(uuid, timestamptz, uuid, integer[], integer)'::regprocedure), 'AND (c.output IS NOT NULL OR c.outcome IN (''passed'', ''failed'')))', 'AND c.output IS NOT NULL)'); END $$;
