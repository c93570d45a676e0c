--liquibase formatted sql
-- Why: trigram and composite GIN indexes are what search and JSONB containment stand on.
--changeset promptcards:001-extensions splitStatements:false
CREATE EXTENSION IF NOT EXISTS pg_trgm;
CREATE EXTENSION IF NOT EXISTS btree_gin;
--rollback DROP EXTENSION IF EXISTS btree_gin;
--rollback DROP EXTENSION IF EXISTS pg_trgm;
