--liquibase formatted sql
-- Why: what a prompt is tested against; a revision is a whole, immutable set of cases, so a run can pin it.
--changeset promptcards:030-suites splitStatements:false
CREATE TABLE test_suites (
    workspace_id uuid        NOT NULL,
    id           uuid        NOT NULL DEFAULT gen_random_uuid(),
    slug         text        NOT NULL,
    name         text        NOT NULL,
    description  text        NOT NULL DEFAULT '',
    revision     integer     NOT NULL DEFAULT 0,
    created_at   timestamptz NOT NULL DEFAULT now(),
    updated_at   timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT test_suites_pkey PRIMARY KEY (workspace_id, id),
    CONSTRAINT test_suites_slug_key UNIQUE (workspace_id, slug),
    CONSTRAINT test_suites_slug_check CHECK (slug ~ '^[a-z0-9][a-z0-9-]{0,127}$')
);

CREATE TABLE suite_revisions (
    workspace_id uuid        NOT NULL,
    suite_id     uuid        NOT NULL,
    number       integer     NOT NULL,
    defaults     jsonb       NOT NULL DEFAULT '{}',
    cases        integer     NOT NULL DEFAULT 0,
    content_hash bytea,
    created_by   text        NOT NULL,
    created_at   timestamptz NOT NULL DEFAULT now(),
    published_at timestamptz,
    CONSTRAINT suite_revisions_pkey PRIMARY KEY (workspace_id, suite_id, number),
    CONSTRAINT suite_revisions_number_check CHECK (number >= 1),
    CONSTRAINT suite_revisions_defaults_check CHECK (jsonb_typeof(defaults) = 'object'),
    CONSTRAINT suite_revisions_published_check CHECK (published_at IS NULL OR content_hash IS NOT NULL)
);

CREATE TABLE test_cases (
    workspace_id uuid             NOT NULL,
    suite_id     uuid             NOT NULL,
    revision     integer          NOT NULL,
    position     integer          NOT NULL,
    key          text             NOT NULL,
    description  text,
    vars         jsonb            NOT NULL DEFAULT '{}',
    assertions   jsonb            NOT NULL DEFAULT '[]',
    options      jsonb            NOT NULL DEFAULT '{}',
    threshold    double precision,
    metadata     jsonb            NOT NULL DEFAULT '{}',
    unsupported  text,
    -- Where this case stands among those one test expands to (lists of values), and how many they are:
    -- a repeat repeats the test as a whole.
    expansion_offset integer      NOT NULL DEFAULT 0,
    expansion_size   integer      NOT NULL DEFAULT 1,
    CONSTRAINT test_cases_pkey PRIMARY KEY (workspace_id, suite_id, revision, position),
    CONSTRAINT test_cases_key_key UNIQUE (workspace_id, suite_id, revision, key),
    CONSTRAINT test_cases_position_check CHECK (position >= 0),
    CONSTRAINT test_cases_expansion_check CHECK (
        expansion_offset >= 0 AND expansion_offset < expansion_size AND expansion_offset <= position),
    CONSTRAINT test_cases_vars_check CHECK (jsonb_typeof(vars) = 'object'),
    CONSTRAINT test_cases_assertions_check CHECK (jsonb_typeof(assertions) = 'array'),
    CONSTRAINT test_cases_options_check CHECK (jsonb_typeof(options) = 'object'),
    CONSTRAINT test_cases_metadata_check CHECK (jsonb_typeof(metadata) = 'object')
);
--rollback DROP TABLE test_cases;
--rollback DROP TABLE suite_revisions;
--rollback DROP TABLE test_suites;
