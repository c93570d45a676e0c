--liquibase formatted sql
-- Why: people stand outside workspaces, and are members of them by a role; what somebody may do there is the set of permissions of that one role.
--changeset promptcards:110-people splitStatements:false
CREATE TABLE users (
    id           uuid        NOT NULL DEFAULT gen_random_uuid(),
    email        text        NOT NULL,
    display_name text        NOT NULL,
    preferences  jsonb       NOT NULL DEFAULT '{}'::jsonb,
    admin        boolean     NOT NULL DEFAULT false,
    created_at   timestamptz NOT NULL DEFAULT now(),
    disabled_at  timestamptz,
    CONSTRAINT users_pkey PRIMARY KEY (id),
    CONSTRAINT users_email_check CHECK (length(email) BETWEEN 3 AND 320 AND email ~ '^[^@\s]+@[^@\s]+$'),
    CONSTRAINT users_display_name_check CHECK (length(display_name) BETWEEN 1 AND 200),
    CONSTRAINT users_preferences_check CHECK (jsonb_typeof(preferences) = 'object')
);
COMMENT ON COLUMN users.admin IS 'whether the person runs the installation: makes workspaces, reads its audit chain';
CREATE UNIQUE INDEX users_email_key ON users (lower(email));

-- The roles a workspace made for itself; the built-in ones are no rows, so that a new permission reaches them by a changeset.
CREATE TABLE roles (
    workspace_id uuid        NOT NULL,
    name         text        NOT NULL,
    description  text        NOT NULL DEFAULT '',
    permissions  text[]      NOT NULL,
    created_at   timestamptz NOT NULL DEFAULT now(),
    updated_at   timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT roles_pkey PRIMARY KEY (workspace_id, name),
    CONSTRAINT roles_name_check CHECK (name ~ '^[a-z0-9][a-z0-9-]{0,62}$'
                                       AND name NOT IN ('owner', 'admin', 'editor', 'runner', 'viewer')),
    CONSTRAINT roles_permissions_check CHECK (array_position(permissions, NULL) IS NULL)
);

CREATE TABLE workspace_members (
    workspace_id uuid        NOT NULL,
    user_id      uuid        NOT NULL,
    role         text        NOT NULL,
    -- What the foreign key holds: a role of the workspace's own, and nothing for a built-in one.
    own_role     text        GENERATED ALWAYS AS (CASE WHEN role IN ('owner', 'admin', 'editor', 'runner', 'viewer')
                                                       THEN NULL ELSE role END) STORED,
    added_by     text        NOT NULL,
    added_at     timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT workspace_members_pkey PRIMARY KEY (workspace_id, user_id)
);
CREATE INDEX workspace_members_user_idx ON workspace_members (user_id, workspace_id);
--rollback DROP TABLE workspace_members;
--rollback DROP TABLE roles;
--rollback DROP TABLE users;
