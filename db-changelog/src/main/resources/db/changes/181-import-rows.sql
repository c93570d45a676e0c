--liquibase formatted sql
-- Why: an import sorts and numbers its rows in the database, so that a server's memory does not grow with the file; they are gone with its transaction.
--changeset promptcards:181-import-rows splitStatements:false
CREATE TABLE import_rows (
    workspace_id      uuid    NOT NULL,
    run_id            uuid    NOT NULL,
    line              integer NOT NULL,
    card              text    NOT NULL,
    version           integer NOT NULL,
    provider          text    NOT NULL,
    model             text    NOT NULL,
    case_key          text    NOT NULL,
    repeat_number     integer,
    ran_at            timestamptz NOT NULL,
    outcome           text    NOT NULL,
    score             double precision,
    reason            text,
    prompt            text,
    output            text,
    error             text,
    execution_time_ms bigint,
    prompt_tokens     integer,
    completion_tokens integer,
    cost_usd          numeric(20, 10),
    CONSTRAINT import_rows_pkey PRIMARY KEY (workspace_id, run_id, line)
);
--rollback DROP TABLE import_rows;
