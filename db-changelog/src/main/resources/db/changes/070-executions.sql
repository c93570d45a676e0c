--liquibase formatted sql
-- Why: one row for each try that has an outcome, by month: created_at is fixed when the item is enqueued, so a result written twice collides.
--changeset promptcards:070-executions splitStatements:false stripComments:false
CREATE TABLE test_executions (
    workspace_id      uuid             NOT NULL,
    created_at        timestamptz      NOT NULL,
    id                uuid             NOT NULL,
    run_id            uuid             NOT NULL,
    item_number       integer          NOT NULL,
    column_number     integer          NOT NULL,
    case_position     integer          NOT NULL,
    case_key          text             NOT NULL,
    repeat_number     integer          NOT NULL,
    prompt_card_id    uuid             NOT NULL,
    version           integer          NOT NULL,
    llm_provider      text             NOT NULL,
    model             text             NOT NULL,
    rendered_prompt   text             NOT NULL,
    output            text,
    output_is_json    boolean          NOT NULL DEFAULT false,
    outcome           text             NOT NULL,
    passed            boolean          NOT NULL GENERATED ALWAYS AS (outcome = 'passed') STORED,
    score             double precision NOT NULL,
    reason            text,
    named_scores      jsonb            NOT NULL DEFAULT '{}',
    verdicts          jsonb            NOT NULL DEFAULT '[]',
    execution_time_ms bigint,
    prompt_tokens     integer,
    completion_tokens integer,
    cost_usd          numeric(20, 10),
    cached            boolean          NOT NULL DEFAULT false,
    finish_reason     text,
    error             text,
    sends             integer          NOT NULL DEFAULT 0,
    request_hash      bytea,
    finished_at       timestamptz      NOT NULL DEFAULT now(),
    CONSTRAINT test_executions_pkey PRIMARY KEY (workspace_id, created_at, id),
    CONSTRAINT test_executions_outcome_check CHECK (outcome IN ('passed', 'failed', 'error', 'unknown')),
    CONSTRAINT test_executions_error_check CHECK ((outcome IN ('error', 'unknown')) = (error IS NOT NULL)),
    CONSTRAINT test_executions_cost_check CHECK (cost_usd >= 0)
) PARTITION BY RANGE (created_at);
-- (workspace_id, created_at DESC) is the primary key read backwards.
CREATE INDEX test_executions_run_idx ON test_executions (workspace_id, run_id, item_number);
CREATE INDEX test_executions_card_idx ON test_executions (workspace_id, prompt_card_id, created_at DESC);

-- The application has no grant on a partition, only on the parent: the owner makes the months.
CREATE FUNCTION ensure_execution_partitions(first_month date, last_month date) RETURNS integer
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public AS $$
DECLARE
    month_start date := date_trunc('month', first_month);
    name        text;
    made        integer := 0;
BEGIN
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
                    'CREATE TABLE public.%I PARTITION OF public.test_executions FOR VALUES FROM (%L) TO (%L)',
                    name, month_start::timestamp AT TIME ZONE 'UTC',
                    (month_start + interval '1 month')::timestamp AT TIME ZONE 'UTC');
                EXECUTE format('ALTER TABLE public.%I ENABLE ROW LEVEL SECURITY', name);
                EXECUTE format('ALTER TABLE public.%I FORCE ROW LEVEL SECURITY', name);
                made := made + 1;
            END IF;
        END IF;
        month_start := month_start + interval '1 month';
    END LOOP;
    RETURN made;
END
$$;
REVOKE ALL ON FUNCTION ensure_execution_partitions(date, date) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION ensure_execution_partitions(date, date) TO promptcards_app;
--rollback DROP FUNCTION ensure_execution_partitions(date, date);
--rollback DROP TABLE test_executions;
