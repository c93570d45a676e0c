--liquibase formatted sql
-- Why: the application adds to the audit log and erases people in it, and nobody changes what it says, the owner included.
--changeset promptcards:121-audit-access splitStatements:false stripComments:false
ALTER TABLE audit_events ENABLE ROW LEVEL SECURITY;
ALTER TABLE audit_events FORCE ROW LEVEL SECURITY;
CREATE POLICY audit_events_workspace ON audit_events
    USING (workspace_id = nullif(current_setting('app.current_workspace_id', true), '')::uuid)
    WITH CHECK (workspace_id = nullif(current_setting('app.current_workspace_id', true), '')::uuid);

ALTER TABLE audit_people ENABLE ROW LEVEL SECURITY;
ALTER TABLE audit_people FORCE ROW LEVEL SECURITY;
CREATE POLICY audit_people_workspace ON audit_people
    USING (workspace_id = nullif(current_setting('app.current_workspace_id', true), '')::uuid)
    WITH CHECK (workspace_id = nullif(current_setting('app.current_workspace_id', true), '')::uuid);

ALTER TABLE audit_heads ENABLE ROW LEVEL SECURITY;
ALTER TABLE audit_heads FORCE ROW LEVEL SECURITY;
CREATE POLICY audit_heads_workspace ON audit_heads
    USING (workspace_id = nullif(current_setting('app.current_workspace_id', true), '')::uuid)
    WITH CHECK (workspace_id = nullif(current_setting('app.current_workspace_id', true), '')::uuid);

GRANT SELECT, INSERT ON audit_events TO promptcards_app;
GRANT SELECT, INSERT, DELETE ON audit_people TO promptcards_app;
GRANT SELECT, INSERT, UPDATE ON audit_heads TO promptcards_app;

-- Against accidents. Who owns the tables can take the triggers away, and the chain shows what he did then.
CREATE TRIGGER audit_events_immutable BEFORE UPDATE OR DELETE ON audit_events
    FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER audit_people_immutable BEFORE UPDATE ON audit_people
    FOR EACH ROW EXECUTE FUNCTION refuse_change();
--rollback DROP TRIGGER audit_people_immutable ON audit_people;
--rollback DROP TRIGGER audit_events_immutable ON audit_events;
--rollback REVOKE ALL ON audit_heads FROM promptcards_app;
--rollback DROP POLICY audit_heads_workspace ON audit_heads;
--rollback ALTER TABLE audit_heads NO FORCE ROW LEVEL SECURITY;
--rollback ALTER TABLE audit_heads DISABLE ROW LEVEL SECURITY;
--rollback REVOKE ALL ON audit_people FROM promptcards_app;
--rollback DROP POLICY audit_people_workspace ON audit_people;
--rollback ALTER TABLE audit_people NO FORCE ROW LEVEL SECURITY;
--rollback ALTER TABLE audit_people DISABLE ROW LEVEL SECURITY;
--rollback REVOKE ALL ON audit_events FROM promptcards_app;
--rollback DROP POLICY audit_events_workspace ON audit_events;
--rollback ALTER TABLE audit_events NO FORCE ROW LEVEL SECURITY;
--rollback ALTER TABLE audit_events DISABLE ROW LEVEL SECURITY;
