--liquibase formatted sql
-- Why: a label that production reads is not everybody's to move, and not to a version that failed its tests.
--changeset promptcards:117-protected-labels splitStatements:false
CREATE TABLE protected_labels (
    workspace_id  uuid        NOT NULL,
    pattern       text        NOT NULL,
    roles         text[]      NOT NULL DEFAULT '{}',
    suite_id      uuid,
    min_pass_rate double precision,
    updated_by    text        NOT NULL,
    updated_at    timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT protected_labels_pkey PRIMARY KEY (workspace_id, pattern),
    CONSTRAINT protected_labels_pattern_check CHECK (pattern ~ '^[a-z0-9*][a-z0-9._*-]{0,62}$'),
    CONSTRAINT protected_labels_roles_check CHECK (array_position(roles, NULL) IS NULL),
    CONSTRAINT protected_labels_rate_check CHECK (min_pass_rate BETWEEN 0 AND 1),
    CONSTRAINT protected_labels_suite_check CHECK ((suite_id IS NULL) = (min_pass_rate IS NULL))
);
COMMENT ON COLUMN protected_labels.roles IS 'who alone may move it, besides holding label.move-protected; empty for whoever holds that';
COMMENT ON COLUMN protected_labels.suite_id IS 'what the latest completed run of a version must have passed, by min_pass_rate at least';
-- The runs of a version.
CREATE INDEX run_columns_version_idx ON run_columns (workspace_id, card_id, version, run_id);
--rollback DROP INDEX run_columns_version_idx;
--rollback DROP TABLE protected_labels;
