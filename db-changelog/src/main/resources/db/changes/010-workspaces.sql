--liquibase formatted sql
-- Why: the tenant: every row of the data plane names its workspace.
--changeset promptcards:010-workspaces splitStatements:false
CREATE TABLE workspaces (
    id              uuid        NOT NULL DEFAULT gen_random_uuid(),
    slug            text        NOT NULL,
    name            text        NOT NULL,
    search_language text        NOT NULL DEFAULT 'english',
    created_at      timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT workspaces_pkey PRIMARY KEY (id),
    CONSTRAINT workspaces_slug_key UNIQUE (slug),
    CONSTRAINT workspaces_slug_check CHECK (slug ~ '^[a-z0-9][a-z0-9-]{0,62}$')
);
INSERT INTO workspaces (slug, name) VALUES ('default', 'Default');
--rollback DROP TABLE workspaces;
