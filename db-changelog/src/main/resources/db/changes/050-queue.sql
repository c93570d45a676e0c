--liquibase formatted sql
-- Why: the durable queue: one row for each item not yet settled. The state is in no index, so a change of state rewrites no index entry.
--changeset promptcards:050-queue splitStatements:false
CREATE TABLE run_items (
    workspace_id  uuid        NOT NULL,
    run_id        uuid        NOT NULL,
    number        integer     NOT NULL,
    column_number integer     NOT NULL,
    case_position integer     NOT NULL,
    repeat_number integer     NOT NULL,
    state         text        NOT NULL DEFAULT 'ready',
    fence         integer     NOT NULL DEFAULT 0,
    tries         integer     NOT NULL DEFAULT 0,
    sends         integer     NOT NULL DEFAULT 0,
    not_before    timestamptz NOT NULL DEFAULT '-infinity',
    lease_until   timestamptz,
    request_hash  bytea,
    last_error    text,
    CONSTRAINT run_items_pkey PRIMARY KEY (workspace_id, run_id, number),
    CONSTRAINT run_items_state_check CHECK (state IN ('ready', 'leased', 'sent', 'unknown')),
    CONSTRAINT run_items_lease_check CHECK ((state IN ('leased', 'sent')) = (lease_until IS NOT NULL)),
    CONSTRAINT run_items_sent_check CHECK (state <> 'sent' OR request_hash IS NOT NULL)
) WITH (fillfactor = 60, autovacuum_vacuum_scale_factor = 0.02, autovacuum_vacuum_threshold = 2000);
--rollback DROP TABLE run_items;
