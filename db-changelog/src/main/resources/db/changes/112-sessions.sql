--liquibase formatted sql
-- Why: people sign in with a password and stay signed in by a session, whose row here is the truth whatever a cache says.
--changeset promptcards:112-sessions splitStatements:false
CREATE TABLE user_passwords (
    user_id    uuid        NOT NULL,
    hash       text        NOT NULL,
    changed_at timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT user_passwords_pkey PRIMARY KEY (user_id),
    CONSTRAINT user_passwords_hash_check CHECK (hash ~ '^\$argon2id\$v=19\$m=\d+,t=\d+,p=\d+\$[A-Za-z0-9+/]+\$[A-Za-z0-9+/]+$')
);
COMMENT ON COLUMN user_passwords.hash IS 'the PHC string of Argon2id: it names its own cost, so that the cost can rise';

CREATE TABLE user_sessions (
    user_id      uuid        NOT NULL,
    id           uuid        NOT NULL,
    secret_hash  bytea       NOT NULL,
    created_at   timestamptz NOT NULL DEFAULT now(),
    last_used_at timestamptz NOT NULL DEFAULT now(),
    expires_at   timestamptz NOT NULL,
    revoked_at   timestamptz,
    address      text,
    user_agent   text,
    CONSTRAINT user_sessions_pkey PRIMARY KEY (user_id, id),
    CONSTRAINT user_sessions_secret_check CHECK (length(secret_hash) = 32),
    CONSTRAINT user_sessions_end_check CHECK (expires_at <= created_at + interval '720 hours')
);
COMMENT ON COLUMN user_sessions.secret_hash IS 'SHA-256 of the 32 random bytes in the cookie, which are stored nowhere';
COMMENT ON COLUMN user_sessions.expires_at IS '24 hours after the last use that was recorded, and at most 30 days after the sign-in';
COMMENT ON COLUMN user_sessions.address IS 'where the sign-in came from; NULL once it was erased';

-- Counted here and not in a cache: a restart and a flush leave a password's guesser where he was.
CREATE TABLE sign_in_tries (
    key           bytea       NOT NULL,
    tries         integer     NOT NULL,
    last_at       timestamptz NOT NULL,
    blocked_until timestamptz NOT NULL,
    told          boolean     NOT NULL DEFAULT false,
    CONSTRAINT sign_in_tries_pkey PRIMARY KEY (key),
    CONSTRAINT sign_in_tries_key_check CHECK (length(key) = 32),
    CONSTRAINT sign_in_tries_tries_check CHECK (tries >= 0)
);
COMMENT ON COLUMN sign_in_tries.key IS 'SHA-256 of the account or the address tried; a day after the last try the row goes';
COMMENT ON COLUMN sign_in_tries.told IS 'whether the audit log has it that this block refused somebody';
CREATE INDEX sign_in_tries_last_idx ON sign_in_tries (last_at);

CREATE TABLE set_up_links (
    one        boolean     NOT NULL DEFAULT true,
    token_hash bytea       NOT NULL,
    expires_at timestamptz NOT NULL,
    CONSTRAINT set_up_links_pkey PRIMARY KEY (one),
    CONSTRAINT set_up_links_one_check CHECK (one),
    CONSTRAINT set_up_links_token_check CHECK (length(token_hash) = 32)
);
COMMENT ON TABLE set_up_links IS 'the one link that makes the first person; it goes when it is used';
--rollback DROP TABLE set_up_links;
--rollback DROP TABLE sign_in_tries;
--rollback DROP TABLE user_sessions;
--rollback DROP TABLE user_passwords;
