--liquibase formatted sql
-- Why: the bytes a provider answered, kept before they are scored and found again by the hash of the request.
--changeset promptcards:060-responses splitStatements:false
CREATE TABLE provider_responses (
    workspace_id   uuid        NOT NULL,
    request_hash   bytea       NOT NULL,
    body           bytea       NOT NULL,
    latency_millis bigint      NOT NULL,
    created_at     timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT provider_responses_pkey PRIMARY KEY (workspace_id, request_hash),
    CONSTRAINT provider_responses_hash_check CHECK (length(request_hash) = 32)
);
--rollback DROP TABLE provider_responses;
