-- Nobody but the owner holds more on a table than reading and writing rows, and nothing is granted to PUBLIC:
-- TRUNCATE ignores row-level security.
SELECT c.relname, a.grantee::regrole, a.privilege_type
  FROM pg_class c, aclexplode(c.relacl) a
 WHERE c.relnamespace = 'public'::regnamespace
   AND c.relname NOT LIKE 'databasechangelog%'
   AND a.grantee <> c.relowner
   AND (a.grantee = 0
        OR a.is_grantable
        OR a.privilege_type NOT IN ('SELECT', 'INSERT', 'UPDATE', 'DELETE'))
UNION ALL
-- A grant on a column stands elsewhere.
SELECT c.relname, a.grantee::regrole, a.privilege_type
  FROM pg_attribute t
  JOIN pg_class c ON c.oid = t.attrelid, aclexplode(t.attacl) a
 WHERE c.relnamespace = 'public'::regnamespace
   AND (a.grantee = 0
        OR a.is_grantable
        OR a.privilege_type NOT IN ('SELECT', 'INSERT', 'UPDATE'));
-- broken by
GRANT TRUNCATE ON test_cases TO promptcards_app;
-- broken by
GRANT ALL ON test_cases TO promptcards_app;
-- broken by
GRANT SELECT ON test_cases TO PUBLIC;
-- broken by
GRANT SELECT ON test_cases TO promptcards_app WITH GRANT OPTION;
-- broken by
GRANT SELECT (key) ON test_cases TO PUBLIC;
-- broken by
GRANT REFERENCES (key) ON test_cases TO promptcards_app;
