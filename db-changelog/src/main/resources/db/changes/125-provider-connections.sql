--liquibase formatted sql
-- Why: a team keeps its models' addresses, keys, limits and prices in one place, and runs name it. Key and header values stand sealed for their row; who is archived keeps neither.
--changeset promptcards:125-provider-connections splitStatements:false
CREATE TABLE provider_connections (
    workspace_id uuid        NOT NULL,
    id           uuid        NOT NULL,
    slug         text        NOT NULL,
    kind         text        NOT NULL,
    base_url     text,
    models       jsonb       NOT NULL DEFAULT '[]',
    limits       jsonb       NOT NULL DEFAULT '{}',
    prices       jsonb       NOT NULL DEFAULT '{}',
    header_names jsonb       NOT NULL DEFAULT '[]',
    sealed       bytea,
    key_set      boolean     NOT NULL DEFAULT false,
    key_hint     text        NOT NULL DEFAULT '',
    is_default   boolean     NOT NULL DEFAULT false,
    revision     integer     NOT NULL DEFAULT 1,
    updated_by   text        NOT NULL,
    archived_at  timestamptz,
    created_at   timestamptz NOT NULL DEFAULT now(),
    updated_at   timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT provider_connections_pkey PRIMARY KEY (workspace_id, id),
    CONSTRAINT provider_connections_slug_key UNIQUE (workspace_id, slug),
    CONSTRAINT provider_connections_slug_check CHECK (slug ~ '^[a-z0-9][a-z0-9-]{0,62}$'),
    CONSTRAINT provider_connections_models_check CHECK (jsonb_typeof(models) = 'array'),
    CONSTRAINT provider_connections_limits_check CHECK (jsonb_typeof(limits) = 'object'),
    CONSTRAINT provider_connections_prices_check CHECK (jsonb_typeof(prices) = 'object'),
    CONSTRAINT provider_connections_header_names_check CHECK (jsonb_typeof(header_names) = 'array'),
    CONSTRAINT provider_connections_key_hint_check CHECK (length(key_hint) <= 4 AND (key_set OR key_hint = '')),
    CONSTRAINT provider_connections_sealed_check CHECK (
        (sealed IS NOT NULL) = (key_set OR header_names <> '[]')),
    CONSTRAINT provider_connections_archived_check CHECK (
        archived_at IS NULL OR (sealed IS NULL AND NOT is_default))
);
CREATE UNIQUE INDEX provider_connections_default_idx ON provider_connections (workspace_id, kind) WHERE is_default;
--rollback DROP TABLE provider_connections;
