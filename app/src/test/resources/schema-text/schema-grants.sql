-- What the roles may do in the schema, as one paragraph.
SELECT string_agg(
           format('GRANT %s ON SCHEMA public TO %s;', a.privilege_type, a.grantee::regrole),
           E'\n' ORDER BY a.grantee::regrole::text, a.privilege_type)
  FROM pg_namespace n, aclexplode(n.nspacl) a
 WHERE n.nspname = 'public'
   AND a.grantee NOT IN (0, n.nspowner)
HAVING count(*) > 0;
