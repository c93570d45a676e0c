--liquibase formatted sql
-- Why: a dashboard asks for months of executions and must not read them one by one: what they add up to, a day (UTC, of created_at) at a time, is kept beside them.
--changeset promptcards:171-execution-rollups splitStatements:false stripComments:false
-- A row for each day and grain: the whole workspace, a version of a card, a model of a provider, whoever started the runs.
-- Sums are numeric: they have no bound, and what is taken out again leaves nothing behind.
-- The rows of a day change with every batch of results: room for their next versions on the page.
CREATE TABLE execution_rollups (
    workspace_id              uuid      NOT NULL,
    grain                     text      NOT NULL,
    day                       date      NOT NULL,
    card_id                   uuid,
    version                   integer,
    llm_provider              text,
    model                     text,
    created_by                text,
    -- The five above as one key that is never null, and short however long a model's name is.
    subject                   uuid      NOT NULL GENERATED ALWAYS AS (md5(
        coalesce(card_id::text || ' ' || version, length(llm_provider) || ' ' || llm_provider || model, created_by, '')
    )::uuid) STORED,
    executions                bigint    NOT NULL,
    passed                    bigint    NOT NULL,
    failed                    bigint    NOT NULL,
    errors                    bigint    NOT NULL,
    unknown                   bigint    NOT NULL,
    cached                    bigint    NOT NULL,
    -- Neither cached nor unknown: what money and tokens are counted of.
    calls                     bigint    NOT NULL,
    priced                    bigint    NOT NULL,
    unpriced                  bigint    NOT NULL,
    cost_usd                  numeric   NOT NULL,
    metered                   bigint    NOT NULL,
    prompt_tokens             bigint    NOT NULL,
    completion_tokens         bigint    NOT NULL,
    -- Those a judge was asked about, and whose judges' price is known.
    judged                    bigint    NOT NULL,
    grading_priced            bigint    NOT NULL,
    grading_cost_usd          numeric   NOT NULL,
    grading_prompt_tokens     bigint    NOT NULL,
    grading_completion_tokens bigint    NOT NULL,
    scored                    bigint    NOT NULL,
    score_sum                 numeric   NOT NULL,
    score_squares             numeric   NOT NULL,
    -- Calls whose time is known; an answer from the cache took none.
    timed                     bigint    NOT NULL,
    latency_sum_ms            numeric   NOT NULL,
    latency_squares           numeric   NOT NULL,
    -- Subscripts are buckets (latency_histogram), from the first to the last that holds anything; null is none.
    latency_histogram         integer[] NOT NULL,
    -- p50 and p95 of the row a dashboard asks for most; of others they are worked out when asked for.
    latency_quantiles         double precision[] GENERATED ALWAYS AS (
        CASE grain WHEN 'workspace' THEN histogram_quantiles(latency_histogram, '{0.5,0.95}') END) STORED,
    CONSTRAINT execution_rollups_pkey PRIMARY KEY (workspace_id, grain, day, subject),
    CONSTRAINT execution_rollups_grain_check CHECK (CASE grain
        WHEN 'workspace' THEN num_nonnulls(card_id, version, llm_provider, model, created_by) = 0
        WHEN 'card'      THEN num_nonnulls(card_id, version) = 2 AND num_nonnulls(llm_provider, model, created_by) = 0
        WHEN 'model'     THEN num_nonnulls(llm_provider, model) = 2 AND num_nonnulls(card_id, version, created_by) = 0
        WHEN 'person'    THEN created_by IS NOT NULL AND num_nonnulls(card_id, version, llm_provider, model) = 0
        ELSE false END)
) WITH (fillfactor = 70);
-- A card's own days, among those of thousands of cards.
CREATE INDEX execution_rollups_card_idx ON execution_rollups (workspace_id, card_id, day) WHERE card_id IS NOT NULL;
--rollback DROP TABLE execution_rollups;
