--liquibase formatted sql
-- Why: what a workspace may use, and what it has used: counted by day in the transactions that store results, so that neither a crash nor a duplicate counts twice.
--changeset promptcards:130-limits splitStatements:false
-- A limit that is null is none. A start locks its workspace's row, so that of many at once no more begin than may.
CREATE TABLE workspace_limits (
    workspace_id        uuid           NOT NULL,
    runs_in_flight      integer,
    executions_per_day  bigint,
    spend_per_month_usd numeric(20, 10),
    stored_bytes        bigint,
    updated_at          timestamptz    NOT NULL DEFAULT now(),
    CONSTRAINT workspace_limits_pkey PRIMARY KEY (workspace_id),
    CONSTRAINT workspace_limits_check CHECK (runs_in_flight >= 0 AND executions_per_day >= 0
                                             AND spend_per_month_usd >= 0 AND stored_bytes >= 0)
);

-- By the day (UTC) on which an execution ended. Sums have no bound: one absurd price must not keep a day's results from being stored.
-- The row changes with every batch of results: room for its next versions on the page.
CREATE TABLE workspace_use (
    workspace_id     uuid    NOT NULL,
    day              date    NOT NULL,
    executions       bigint  NOT NULL DEFAULT 0,
    cost_usd         numeric NOT NULL DEFAULT 0,
    grading_cost_usd numeric NOT NULL DEFAULT 0,
    unpriced         bigint  NOT NULL DEFAULT 0,
    CONSTRAINT workspace_use_pkey PRIMARY KEY (workspace_id, day),
    CONSTRAINT workspace_use_check CHECK (executions >= 0 AND cost_usd >= 0 AND grading_cost_usd >= 0 AND unpriced >= 0)
) WITH (fillfactor = 20);

-- What a workspace's content took when it was last measured.
CREATE TABLE workspace_storage (
    workspace_id uuid        NOT NULL,
    stored_bytes bigint      NOT NULL,
    measured_at  timestamptz NOT NULL,
    CONSTRAINT workspace_storage_pkey PRIMARY KEY (workspace_id)
);
--rollback DROP TABLE workspace_storage;
--rollback DROP TABLE workspace_use;
--rollback DROP TABLE workspace_limits;
