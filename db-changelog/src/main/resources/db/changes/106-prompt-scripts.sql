--liquibase formatted sql
-- Why: a prompt may be a function: the text of its module stands where a template stands.
--changeset promptcards:106-prompt-scripts splitStatements:false
ALTER TABLE card_versions
    ADD COLUMN function text,
    DROP CONSTRAINT card_versions_content_check,
    ADD CONSTRAINT card_versions_content_check CHECK (
        (kind = 'text' AND template IS NOT NULL AND messages IS NULL AND function IS NULL)
        OR (kind = 'chat' AND template IS NULL AND jsonb_typeof(messages) = 'array' AND function IS NULL)
        OR (kind = 'script' AND template IS NOT NULL AND messages IS NULL));
--rollback ALTER TABLE card_versions DROP CONSTRAINT card_versions_content_check;
--rollback ALTER TABLE card_versions DROP COLUMN function;
--rollback ALTER TABLE card_versions ADD CONSTRAINT card_versions_content_check CHECK ((kind = 'text' AND template IS NOT NULL AND messages IS NULL) OR (kind = 'chat' AND template IS NULL AND jsonb_typeof(messages) = 'array'));
