--liquibase formatted sql
-- Why: a workspace is renamed and archived; people come into one by a link that works once.
--changeset promptcards:115-workspace-life splitStatements:false
ALTER TABLE workspaces
    ADD COLUMN archived_at timestamptz,
    ADD CONSTRAINT workspaces_name_check CHECK (length(name) BETWEEN 1 AND 200);
COMMENT ON COLUMN workspaces.archived_at IS 'since when nobody works in it; NULL while people do';

CREATE TABLE invitations (
    workspace_id uuid        NOT NULL,
    id           uuid        NOT NULL DEFAULT gen_random_uuid(),
    role         text        NOT NULL,
    email        text,
    token_hash   bytea       NOT NULL,
    invited_by   text        NOT NULL,
    inviter      uuid,
    created_at   timestamptz NOT NULL DEFAULT now(),
    expires_at   timestamptz NOT NULL,
    accepted_at  timestamptz,
    accepted_by  uuid,
    revoked_at   timestamptz,
    CONSTRAINT invitations_pkey PRIMARY KEY (workspace_id, id),
    CONSTRAINT invitations_email_check CHECK (length(email) BETWEEN 3 AND 320 AND email ~ '^[^@\s]+@[^@\s]+$'),
    CONSTRAINT invitations_token_check CHECK (length(token_hash) = 32),
    CONSTRAINT invitations_times_check CHECK (expires_at > created_at),
    CONSTRAINT invitations_accepted_check CHECK ((accepted_at IS NULL) = (accepted_by IS NULL)),
    CONSTRAINT invitations_end_check CHECK (accepted_at IS NULL OR revoked_at IS NULL)
);
COMMENT ON COLUMN invitations.email IS 'who alone may accept it; NULL for whoever has the link';
COMMENT ON COLUMN invitations.token_hash IS 'SHA-256 of the token in the link, which is stored nowhere';
COMMENT ON COLUMN invitations.inviter IS 'the person whose rights are looked at again on acceptance; NULL for a command on the server''s machine';
CREATE INDEX invitations_token_idx ON invitations (token_hash);
--rollback DROP TABLE invitations;
--rollback ALTER TABLE workspaces DROP CONSTRAINT workspaces_name_check, DROP COLUMN archived_at;
