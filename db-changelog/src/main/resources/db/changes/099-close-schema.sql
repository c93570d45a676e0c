--liquibase formatted sql
-- Why: the roles that own functions needed CREATE while the functions were given to them, and not a moment longer.
--changeset promptcards:099-close-schema splitStatements:false
REVOKE CREATE ON SCHEMA public FROM promptcards_searcher, promptcards_claimer;
--rollback GRANT CREATE ON SCHEMA public TO promptcards_searcher, promptcards_claimer;
