-- The roles that hold grants and own functions cannot log in, pass by no row-level security, make no roles, and
-- the application is a member of none.
SELECT r.rolname
  FROM pg_roles r
 WHERE r.rolname IN ('promptcards_app', 'promptcards_searcher', 'promptcards_claimer', 'promptcards_monitor')
   AND (r.rolcanlogin OR r.rolsuper OR r.rolbypassrls OR r.rolcreaterole OR r.rolcreatedb OR r.rolreplication)
UNION ALL
SELECT m.roleid::regrole::text
  FROM pg_auth_members m
 WHERE m.member = 'promptcards_app'::regrole;
-- broken by
ALTER ROLE promptcards_searcher LOGIN;
-- broken by
GRANT promptcards_claimer TO promptcards_app;
