-- A trigger works on its row, on the node of its row: no transition tables, and no NOTIFY, which is for the
-- application to send.
SELECT t.tgrelid::regclass, t.tgname
  FROM pg_trigger t
  JOIN pg_class c ON c.oid = t.tgrelid
  JOIN pg_proc p ON p.oid = t.tgfoid
 WHERE c.relnamespace = 'public'::regnamespace
   AND NOT t.tgisinternal
   AND (t.tgoldtable IS NOT NULL OR t.tgnewtable IS NOT NULL OR p.prosrc ~* '\m(pg_)?notify\M');
-- broken by
CREATE TRIGGER roll_up AFTER INSERT ON test_cases REFERENCING NEW TABLE AS added
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
-- broken by
CREATE FUNCTION tell() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, public
    AS 'BEGIN PERFORM pg_notify(''cards'', NEW.id::text); RETURN NEW; END';
CREATE TRIGGER tell AFTER INSERT ON prompt_cards FOR EACH ROW EXECUTE FUNCTION tell();
