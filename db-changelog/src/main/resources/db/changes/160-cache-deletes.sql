--liquibase formatted sql
-- Why: a delete in Redis that is lost after its commit would leave a value standing for its whole life; written down with the commit, it is repeated.
--changeset promptcards:160-cache-deletes splitStatements:false
CREATE TABLE cache_deletes (
    workspace_id uuid        NOT NULL,
    id           uuid        NOT NULL,
    key          text        NOT NULL,
    created_at   timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT cache_deletes_pkey PRIMARY KEY (workspace_id, id),
    CONSTRAINT cache_deletes_key_check CHECK (position(workspace_id::text IN key) > 0)
);
--rollback DROP TABLE cache_deletes;
