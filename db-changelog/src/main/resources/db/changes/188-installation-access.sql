--liquibase formatted sql
-- Why: a server reads the mark, and leaves one where there is none; nobody changes it.
--changeset promptcards:188-installation-access splitStatements:false
GRANT SELECT, INSERT ON installation TO promptcards_app;
--rollback REVOKE ALL ON installation FROM promptcards_app;
