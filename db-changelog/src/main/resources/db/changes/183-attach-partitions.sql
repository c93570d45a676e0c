--liquibase formatted sql
-- Why: CREATE TABLE ... PARTITION OF locks out every reader and writer of the executions, and behind an open import they all waited.
--changeset promptcards:183-attach-partitions splitStatements:false rollbackSplitStatements:false stripComments:false
-- ATTACH PARTITION lets them go on. What it does wait for, others queue behind: so no longer than a second.
CREATE OR REPLACE FUNCTION ensure_execution_partitions(first_month date, last_month date) RETURNS integer
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp SET lock_timeout = '1s' AS $$
DECLARE
    today       CONSTANT date := now() AT TIME ZONE 'UTC';
    month_start date := date_trunc('month', first_month);
    name        text;
    made        integer := 0;
BEGIN
    IF first_month < today - interval '11 years' OR last_month > today + interval '11 years' THEN
        RAISE EXCEPTION 'partitions are made for months at most eleven years from now';
    END IF;
    IF last_month > first_month + interval '10 years' THEN
        RAISE EXCEPTION 'more than ten years of partitions asked for';
    END IF;
    WHILE month_start <= last_month LOOP
        name := 'test_executions_' || to_char(month_start, 'YYYY_MM');
        IF to_regclass('public.' || name) IS NULL THEN
            -- Two servers may get here at once.
            PERFORM pg_advisory_xact_lock(hashtext('promptcards.partitions'));
            IF to_regclass('public.' || name) IS NULL THEN
                EXECUTE format(
                    'CREATE TABLE public.%I (LIKE public.test_executions INCLUDING DEFAULTS INCLUDING CONSTRAINTS'
                    ' INCLUDING GENERATED INCLUDING STORAGE INCLUDING COMPRESSION)', name);
                EXECUTE format('ALTER TABLE public.%I ENABLE ROW LEVEL SECURITY', name);
                EXECUTE format('ALTER TABLE public.%I FORCE ROW LEVEL SECURITY', name);
                EXECUTE format(
                    'ALTER TABLE public.test_executions ATTACH PARTITION public.%I FOR VALUES FROM (%L) TO (%L)',
                    name, month_start::timestamp AT TIME ZONE 'UTC',
                    (month_start + interval '1 month')::timestamp AT TIME ZONE 'UTC');
                made := made + 1;
            END IF;
        END IF;
        month_start := month_start + interval '1 month';
    END LOOP;
    RETURN made;
END
$$;
--rollback CREATE OR REPLACE FUNCTION ensure_execution_partitions(first_month date, last_month date) RETURNS integer
--rollback LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
--rollback DECLARE
--rollback     month_start date := date_trunc('month', first_month);
--rollback     name        text;
--rollback     made        integer := 0;
--rollback BEGIN
--rollback     IF last_month > first_month + interval '10 years' THEN
--rollback         RAISE EXCEPTION 'more than ten years of partitions asked for';
--rollback     END IF;
--rollback     WHILE month_start <= last_month LOOP
--rollback         name := 'test_executions_' || to_char(month_start, 'YYYY_MM');
--rollback         IF to_regclass('public.' || name) IS NULL THEN
--rollback             -- Two servers may get here at once.
--rollback             PERFORM pg_advisory_xact_lock(hashtext('promptcards.partitions'));
--rollback             IF to_regclass('public.' || name) IS NULL THEN
--rollback                 EXECUTE format(
--rollback                     'CREATE TABLE public.%I PARTITION OF public.test_executions FOR VALUES FROM (%L) TO (%L)',
--rollback                     name, month_start::timestamp AT TIME ZONE 'UTC',
--rollback                     (month_start + interval '1 month')::timestamp AT TIME ZONE 'UTC');
--rollback                 EXECUTE format('ALTER TABLE public.%I ENABLE ROW LEVEL SECURITY', name);
--rollback                 EXECUTE format('ALTER TABLE public.%I FORCE ROW LEVEL SECURITY', name);
--rollback                 made := made + 1;
--rollback             END IF;
--rollback         END IF;
--rollback         month_start := month_start + interval '1 month';
--rollback     END LOOP;
--rollback     RETURN made;
--rollback END
--rollback $$;
