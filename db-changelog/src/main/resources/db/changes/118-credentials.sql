--liquibase formatted sql
-- Why: programs show keys and tokens instead of passwords; of each the SHA-256 is stored and nothing it could be made from.
--changeset promptcards:118-credentials splitStatements:false
CREATE TABLE api_keys (
    workspace_id uuid        NOT NULL,
    id           uuid        NOT NULL,
    name         text        NOT NULL,
    secret_hash  bytea       NOT NULL,
    scopes       text[]      NOT NULL,
    user_id      uuid,
    created_by   text        NOT NULL,
    created_at   timestamptz NOT NULL,
    expires_at   timestamptz NOT NULL,
    last_used_at timestamptz,
    revoked_at   timestamptz,
    revoked_by   text,
    CONSTRAINT api_keys_pkey PRIMARY KEY (workspace_id, id),
    CONSTRAINT api_keys_name_check CHECK (length(name) BETWEEN 1 AND 100),
    CONSTRAINT api_keys_secret_check CHECK (length(secret_hash) = 32),
    CONSTRAINT api_keys_scopes_check CHECK (cardinality(scopes) > 0 AND array_position(scopes, NULL) IS NULL),
    CONSTRAINT api_keys_times_check CHECK (expires_at > created_at),
    CONSTRAINT api_keys_revoked_check CHECK ((revoked_at IS NULL) = (revoked_by IS NULL))
);
COMMENT ON COLUMN api_keys.user_id IS 'the maker, whose permissions bound the key''s; NULL for one made on the server''s machine, which its scopes alone bound';
COMMENT ON COLUMN api_keys.last_used_at IS 'to the minute';
-- A key is shown without its workspace.
CREATE INDEX api_keys_id_idx ON api_keys (id);
CREATE INDEX api_keys_user_idx ON api_keys (user_id) WHERE user_id IS NOT NULL;

-- A program somebody signed in: all tokens that came of that one sign-in.
CREATE TABLE token_families (
    id           uuid        NOT NULL,
    user_id      uuid        NOT NULL,
    client       text        NOT NULL,
    created_at   timestamptz NOT NULL,
    last_used_at timestamptz NOT NULL,
    expires_at   timestamptz NOT NULL,
    ended_at     timestamptz,
    end_reason   text,
    CONSTRAINT token_families_pkey PRIMARY KEY (id),
    CONSTRAINT token_families_user_key UNIQUE (user_id, id),
    CONSTRAINT token_families_client_check CHECK (length(client) BETWEEN 1 AND 100),
    CONSTRAINT token_families_times_check CHECK (expires_at > created_at),
    CONSTRAINT token_families_end_check CHECK ((ended_at IS NULL) = (end_reason IS NULL)
                                               AND end_reason IN ('signed-out', 'token-reused'))
);
COMMENT ON COLUMN token_families.last_used_at IS 'when its tokens were renewed last';
COMMENT ON COLUMN token_families.expires_at IS 'when its newest refresh token ends';

CREATE TABLE family_tokens (
    user_id     uuid        NOT NULL,
    family_id   uuid        NOT NULL,
    hash        bytea       NOT NULL,
    kind        text        NOT NULL,
    given_for   bytea,
    expires_at  timestamptz NOT NULL,
    used_at     timestamptz,
    retry_hash  bytea,
    CONSTRAINT family_tokens_pkey PRIMARY KEY (user_id, family_id, hash),
    CONSTRAINT family_tokens_hash_check CHECK (length(hash) = 32),
    CONSTRAINT family_tokens_kind_check CHECK (kind IN ('access', 'refresh')),
    CONSTRAINT family_tokens_used_check CHECK (used_at IS NULL OR kind = 'refresh'),
    CONSTRAINT family_tokens_retry_check CHECK (retry_hash IS NULL OR used_at IS NOT NULL)
);
COMMENT ON COLUMN family_tokens.given_for IS 'the hash of the refresh token it was given for';
COMMENT ON COLUMN family_tokens.retry_hash IS 'SHA-256 of the Idempotency-Key it was used with, until it was used with that once more';

-- A sign-in under way: nobody's yet, until somebody approves it.
CREATE TABLE device_sign_ins (
    device_hash      bytea       NOT NULL,
    user_code        text        NOT NULL,
    client           text        NOT NULL,
    state            text        NOT NULL DEFAULT 'pending',
    family_id        uuid,
    interval_seconds integer     NOT NULL,
    created_at       timestamptz NOT NULL,
    expires_at       timestamptz NOT NULL,
    polled_at        timestamptz,
    CONSTRAINT device_sign_ins_pkey PRIMARY KEY (device_hash),
    CONSTRAINT device_sign_ins_user_code_key UNIQUE (user_code),
    CONSTRAINT device_sign_ins_hash_check CHECK (length(device_hash) = 32),
    CONSTRAINT device_sign_ins_user_code_check CHECK (user_code ~ '^[BCDFGHJKLMNPQRSTVWXZ]{8}$'),
    CONSTRAINT device_sign_ins_client_check CHECK (length(client) BETWEEN 1 AND 100),
    CONSTRAINT device_sign_ins_state_check CHECK (state IN ('pending', 'approved', 'denied')),
    CONSTRAINT device_sign_ins_family_check CHECK ((state = 'approved') = (family_id IS NOT NULL))
);
CREATE INDEX device_sign_ins_expires_idx ON device_sign_ins (expires_at);
CREATE INDEX device_sign_ins_family_idx ON device_sign_ins (family_id);
--rollback DROP TABLE device_sign_ins;
--rollback DROP TABLE family_tokens;
--rollback DROP TABLE token_families;
--rollback DROP TABLE api_keys;
