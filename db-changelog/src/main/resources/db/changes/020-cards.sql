--liquibase formatted sql
-- Why: the prompt under test, its immutable versions, and the labels that point at them.
--changeset promptcards:020-cards splitStatements:false
CREATE TABLE prompt_cards (
    workspace_id   uuid         NOT NULL,
    id             uuid         NOT NULL DEFAULT gen_random_uuid(),
    slug           text         NOT NULL,
    title          varchar(500) NOT NULL,
    description    text         NOT NULL DEFAULT '',
    tags           jsonb        NOT NULL DEFAULT '[]',
    variables      jsonb        NOT NULL DEFAULT '[]',
    metadata       jsonb        NOT NULL DEFAULT '{}',
    latest_version integer      NOT NULL DEFAULT 0,
    revision       integer      NOT NULL DEFAULT 1,
    archived_at    timestamptz,
    created_at     timestamptz  NOT NULL DEFAULT now(),
    updated_at     timestamptz  NOT NULL DEFAULT now(),
    search_vector  tsvector     NOT NULL DEFAULT '',
    CONSTRAINT prompt_cards_pkey PRIMARY KEY (workspace_id, id),
    CONSTRAINT prompt_cards_slug_key UNIQUE (workspace_id, slug),
    CONSTRAINT prompt_cards_slug_check CHECK (slug ~ '^[a-z0-9][a-z0-9-]{0,127}$'),
    CONSTRAINT prompt_cards_tags_check CHECK (jsonb_typeof(tags) = 'array'),
    CONSTRAINT prompt_cards_variables_check CHECK (jsonb_typeof(variables) = 'array'),
    CONSTRAINT prompt_cards_metadata_check CHECK (jsonb_typeof(metadata) = 'object')
);

CREATE TABLE card_versions (
    workspace_id uuid        NOT NULL,
    card_id      uuid        NOT NULL,
    number       integer     NOT NULL,
    kind         text        NOT NULL,
    template     text,
    messages     jsonb,
    variables    jsonb       NOT NULL DEFAULT '[]',
    settings     jsonb       NOT NULL DEFAULT '{}',
    message      text        NOT NULL DEFAULT '',
    content_hash bytea       NOT NULL,
    created_by   text        NOT NULL,
    created_at   timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT card_versions_pkey PRIMARY KEY (workspace_id, card_id, number),
    CONSTRAINT card_versions_number_check CHECK (number >= 1),
    CONSTRAINT card_versions_content_check CHECK (
        (kind = 'text' AND template IS NOT NULL AND messages IS NULL)
        OR (kind = 'chat' AND template IS NULL AND jsonb_typeof(messages) = 'array')),
    CONSTRAINT card_versions_variables_check CHECK (jsonb_typeof(variables) = 'array'),
    CONSTRAINT card_versions_settings_check CHECK (jsonb_typeof(settings) = 'object')
);

CREATE TABLE card_labels (
    workspace_id uuid        NOT NULL,
    card_id      uuid        NOT NULL,
    label        text        NOT NULL,
    version      integer     NOT NULL,
    updated_by   text        NOT NULL,
    updated_at   timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT card_labels_pkey PRIMARY KEY (workspace_id, card_id, label),
    CONSTRAINT card_labels_label_check CHECK (label ~ '^[a-z0-9][a-z0-9._-]{0,62}$' AND label <> 'latest')
);

CREATE TABLE card_label_moves (
    workspace_id uuid        NOT NULL,
    id           uuid        NOT NULL DEFAULT gen_random_uuid(),
    card_id      uuid        NOT NULL,
    label        text        NOT NULL,
    from_version integer,
    to_version   integer,
    moved_by     text        NOT NULL,
    moved_at     timestamptz NOT NULL DEFAULT clock_timestamp(),
    CONSTRAINT card_label_moves_pkey PRIMARY KEY (workspace_id, card_id, label, moved_at, id),
    CONSTRAINT card_label_moves_versions_check CHECK (from_version IS NOT NULL OR to_version IS NOT NULL)
);
--rollback DROP TABLE card_label_moves;
--rollback DROP TABLE card_labels;
--rollback DROP TABLE card_versions;
--rollback DROP TABLE prompt_cards;
