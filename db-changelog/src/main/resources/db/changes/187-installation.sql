--liquibase formatted sql
-- Why: servers of one database must share the master key; the first to serve leaves a mark of its own, which the others compare with theirs.
--changeset promptcards:187-installation splitStatements:false
CREATE TABLE installation (
    the_one          boolean     NOT NULL DEFAULT true,
    master_key_check bytea       NOT NULL,
    created_at       timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT installation_pkey PRIMARY KEY (the_one),
    CONSTRAINT installation_the_one_check CHECK (the_one),
    CONSTRAINT installation_master_key_check CHECK (length(master_key_check) = 32)
);
COMMENT ON TABLE installation IS 'one row: what all servers of this database have in common';
COMMENT ON COLUMN installation.master_key_check IS 'HMAC-SHA-256 of a fixed text under a key derived from the master key';
--rollback DROP TABLE installation;
