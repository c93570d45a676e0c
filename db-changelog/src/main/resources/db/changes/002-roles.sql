--liquibase formatted sql
-- Why: the application holds grants through one group role; two more own the few functions that look across workspaces.
--changeset promptcards:002-roles splitStatements:false
DO $$
DECLARE
    role_name text;
BEGIN
    FOREACH role_name IN ARRAY ARRAY['promptcards_app', 'promptcards_searcher', 'promptcards_claimer'] LOOP
        -- Roles belong to the whole server: another database of ours may have made them already,
        -- or is making them at this moment.
        BEGIN
            IF NOT EXISTS (SELECT 1 FROM pg_roles WHERE rolname = role_name) THEN
                EXECUTE format('CREATE ROLE %I NOLOGIN NOSUPERUSER NOBYPASSRLS', role_name);
            END IF;
        EXCEPTION WHEN duplicate_object OR unique_violation THEN
            NULL;
        END;
    END LOOP;
    -- PostgreSQL 16 gives the creator the ADMIN option only; giving a function away asks for SET too.
    FOREACH role_name IN ARRAY ARRAY['promptcards_searcher', 'promptcards_claimer'] LOOP
        IF NOT pg_has_role(current_user, role_name, 'SET') THEN
            EXECUTE format('GRANT %I TO CURRENT_USER WITH SET TRUE, INHERIT FALSE', role_name);
        END IF;
    END LOOP;
END
$$;
GRANT USAGE ON SCHEMA public TO promptcards_app, promptcards_searcher, promptcards_claimer;
-- A new owner of a function needs CREATE on its schema at that moment; 099 takes it back.
GRANT CREATE ON SCHEMA public TO promptcards_searcher, promptcards_claimer;
--rollback REVOKE ALL ON SCHEMA public FROM promptcards_app, promptcards_searcher, promptcards_claimer;
