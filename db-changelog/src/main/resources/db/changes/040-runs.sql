--liquibase formatted sql
-- Why: a run tries versions on models against a suite; its counters stand apart so that no foreign key locks the row that changes most.
--changeset promptcards:040-runs splitStatements:false
CREATE TABLE run_numbers (
    workspace_id uuid    NOT NULL,
    last_number  integer NOT NULL,
    CONSTRAINT run_numbers_pkey PRIMARY KEY (workspace_id)
);

CREATE TABLE test_runs (
    workspace_id    uuid        NOT NULL,
    id              uuid        NOT NULL,
    number          integer     NOT NULL,
    state           text        NOT NULL DEFAULT 'running',
    suite_id        uuid        NOT NULL,
    suite_revision  integer     NOT NULL,
    repeats         integer     NOT NULL DEFAULT 1,
    first_cases     integer,
    concurrency     integer     NOT NULL,
    use_cache       boolean     NOT NULL DEFAULT true,
    on_unknown      text        NOT NULL DEFAULT 'retry',
    timeout_millis  bigint      NOT NULL,
    total_items     integer     NOT NULL,
    source          jsonb       NOT NULL DEFAULT '{}',
    failure         text,
    idempotency_key text,
    request_hash    bytea       NOT NULL,
    created_by      text        NOT NULL,
    created_at      timestamptz NOT NULL,
    finished_at     timestamptz,
    CONSTRAINT test_runs_pkey PRIMARY KEY (workspace_id, id),
    CONSTRAINT test_runs_number_key UNIQUE (workspace_id, number),
    CONSTRAINT test_runs_idempotency_key UNIQUE (workspace_id, idempotency_key),
    CONSTRAINT test_runs_state_check CHECK (state IN ('running', 'held', 'completed', 'cancelled', 'failed')),
    CONSTRAINT test_runs_on_unknown_check CHECK (on_unknown IN ('retry', 'hold')),
    CONSTRAINT test_runs_failure_check CHECK ((state = 'failed') = (failure IS NOT NULL)),
    CONSTRAINT test_runs_finished_check CHECK ((state IN ('running', 'held')) = (finished_at IS NULL)),
    CONSTRAINT test_runs_sizes_check CHECK (repeats >= 1 AND concurrency >= 1 AND total_items >= 0 AND timeout_millis > 0)
);
-- What a worker asks for a few times a second: the runs that have work, whatever lies in the archive.
CREATE INDEX test_runs_running_idx ON test_runs (workspace_id, id) WHERE state = 'running';

CREATE TABLE run_columns (
    workspace_id   uuid    NOT NULL,
    run_id         uuid    NOT NULL,
    number         integer NOT NULL,
    card_id        uuid    NOT NULL,
    version        integer NOT NULL,
    prompt_label   text    NOT NULL,
    provider_id    text    NOT NULL,
    provider_label text,
    provider_kind  text    NOT NULL,
    model          text    NOT NULL,
    config         jsonb   NOT NULL DEFAULT '{}',
    CONSTRAINT run_columns_pkey PRIMARY KEY (workspace_id, run_id, number),
    CONSTRAINT run_columns_config_check CHECK (jsonb_typeof(config) = 'object')
);

CREATE TABLE run_progress (
    workspace_id        uuid             NOT NULL,
    run_id              uuid             NOT NULL,
    passed              integer          NOT NULL DEFAULT 0,
    failed              integer          NOT NULL DEFAULT 0,
    errors              integer          NOT NULL DEFAULT 0,
    unknown             integer          NOT NULL DEFAULT 0,
    cached              integer          NOT NULL DEFAULT 0,
    maybe_charged_twice integer          NOT NULL DEFAULT 0,
    unpriced            integer          NOT NULL DEFAULT 0,
    cost_usd            numeric(20, 10)  NOT NULL DEFAULT 0,
    prompt_tokens       bigint           NOT NULL DEFAULT 0,
    completion_tokens   bigint           NOT NULL DEFAULT 0,
    CONSTRAINT run_progress_pkey PRIMARY KEY (workspace_id, run_id),
    CONSTRAINT run_progress_check CHECK (passed >= 0 AND failed >= 0 AND errors >= 0 AND unknown >= 0)
);

CREATE TABLE run_secrets (
    workspace_id uuid  NOT NULL,
    run_id       uuid  NOT NULL,
    sealed       bytea NOT NULL,
    CONSTRAINT run_secrets_pkey PRIMARY KEY (workspace_id, run_id)
);

CREATE TABLE run_events (
    workspace_id uuid        NOT NULL,
    run_id       uuid        NOT NULL,
    id           uuid        NOT NULL,
    kind         text        NOT NULL,
    detail       jsonb       NOT NULL DEFAULT '{}',
    created_at   timestamptz NOT NULL DEFAULT clock_timestamp(),
    CONSTRAINT run_events_pkey PRIMARY KEY (workspace_id, run_id, id)
);
--rollback DROP TABLE run_events;
--rollback DROP TABLE run_secrets;
--rollback DROP TABLE run_progress;
--rollback DROP TABLE run_columns;
--rollback DROP TABLE test_runs;
--rollback DROP TABLE run_numbers;
