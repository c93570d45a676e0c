-- What happened is added to and never changed: nobody but the owner updates or deletes it.
SELECT c.relname, a.grantee::regrole, a.privilege_type
  FROM pg_class c
  LEFT JOIN pg_attribute t ON t.attrelid = c.oid AND t.attacl IS NOT NULL,
       aclexplode(c.relacl || coalesce(t.attacl, '{}')) a
 WHERE c.oid IN ('audit_events'::regclass, 'card_label_moves'::regclass, 'card_versions'::regclass,
                 'run_columns'::regclass, 'run_events'::regclass)
   AND a.grantee <> c.relowner
   AND a.privilege_type NOT IN ('SELECT', 'INSERT');
-- broken by
GRANT UPDATE ON audit_events TO promptcards_app;
-- broken by
GRANT DELETE ON card_label_moves TO promptcards_app;
-- broken by
GRANT UPDATE (action) ON audit_events TO promptcards_app;
