--liquibase formatted sql
-- Why: a judge that is paid is asked while an item is graded; what has left for it is known after a crash, as it is of the item's own request.
--changeset promptcards:102-judge-calls splitStatements:false
CREATE TABLE judge_calls (
    workspace_id uuid        NOT NULL,
    run_id       uuid        NOT NULL,
    item_number  integer     NOT NULL,
    request_hash bytea       NOT NULL,
    sends        integer     NOT NULL DEFAULT 1,
    answered     boolean     NOT NULL DEFAULT false,
    sent_at      timestamptz NOT NULL DEFAULT statement_timestamp(),
    CONSTRAINT judge_calls_pkey PRIMARY KEY (workspace_id, run_id, item_number, request_hash),
    CONSTRAINT judge_calls_hash_check CHECK (length(request_hash) = 32),
    CONSTRAINT judge_calls_sends_check CHECK (sends >= 1)
) WITH (fillfactor = 70, autovacuum_vacuum_scale_factor = 0.02, autovacuum_vacuum_threshold = 2000);
--rollback DROP TABLE judge_calls;
