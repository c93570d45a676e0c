--liquibase formatted sql
-- Why: cards are found by parts of their titles, by label and by folder, and listed by when they were made or changed, or by title, as fast as by their words.
--changeset promptcards:165-finding-cards splitStatements:false stripComments:false
-- An index takes no more than a third of a page: what is longer than 200 characters is no name of a folder.
ALTER TABLE prompt_cards
    ADD COLUMN folder text COLLATE "C" GENERATED ALWAYS AS (left(metadata ->> 'folder', 200)) STORED;
CREATE INDEX prompt_cards_folder_idx ON prompt_cards (workspace_id, folder) WHERE folder IS NOT NULL;
CREATE INDEX prompt_cards_title_part_idx ON prompt_cards USING gin (workspace_id, title gin_trgm_ops);
CREATE INDEX prompt_cards_title_idx ON prompt_cards (workspace_id, lower(title), id);
CREATE INDEX prompt_cards_created_idx ON prompt_cards (workspace_id, created_at, id);
-- Read in both directions: id goes the way of the time, so that a place in it is one comparison.
DROP INDEX prompt_cards_updated_idx;
CREATE INDEX prompt_cards_updated_idx ON prompt_cards (workspace_id, updated_at, id);
CREATE INDEX prompt_cards_archived_idx ON prompt_cards (workspace_id, id) WHERE archived_at IS NOT NULL;
CREATE INDEX card_labels_label_idx ON card_labels (workspace_id, label, card_id);
--rollback DROP INDEX card_labels_label_idx;
--rollback DROP INDEX prompt_cards_archived_idx;
--rollback DROP INDEX prompt_cards_updated_idx;
--rollback CREATE INDEX prompt_cards_updated_idx ON prompt_cards (workspace_id, updated_at DESC, id);
--rollback DROP INDEX prompt_cards_created_idx;
--rollback DROP INDEX prompt_cards_title_idx;
--rollback DROP INDEX prompt_cards_title_part_idx;
--rollback DROP INDEX prompt_cards_folder_idx;
--rollback ALTER TABLE prompt_cards DROP COLUMN folder;
