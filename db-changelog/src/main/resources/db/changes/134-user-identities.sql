--liquibase formatted sql
-- Why: who signs in at an OpenID provider is known again by what that provider calls them, whatever becomes of their e-mail address.
--changeset promptcards:134-user-identities splitStatements:false
CREATE TABLE user_identities (
    user_id   uuid        NOT NULL,
    issuer    text        NOT NULL,
    subject   text        NOT NULL,
    linked_at timestamptz NOT NULL DEFAULT now(),
    -- One of an issuer's: an address that is given to somebody else there does not give them the account.
    CONSTRAINT user_identities_pkey PRIMARY KEY (user_id, issuer),
    CONSTRAINT user_identities_issuer_check CHECK (length(issuer) BETWEEN 1 AND 2000),
    CONSTRAINT user_identities_subject_check CHECK (length(subject) BETWEEN 1 AND 255)
);
COMMENT ON COLUMN user_identities.subject IS 'the claim `sub`: the issuer never gives it to somebody else (OpenID Connect Core, 2)';
CREATE UNIQUE INDEX user_identities_subject_key ON user_identities (issuer, subject);
--rollback DROP TABLE user_identities;
