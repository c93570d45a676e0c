-- Each view with its grants.
SELECT concat_ws(
           E'\n',
           format(E'CREATE VIEW %I%s AS\n%s', v.relname, ' WITH (' || array_to_string(v.reloptions, ', ') || ')',
                  pg_get_viewdef(v.oid, true)),
           (SELECT string_agg(
                       format('GRANT %s ON %I TO %s;', a.privilege_type, v.relname, a.grantee::regrole),
                       E'\n' ORDER BY a.grantee::regrole::text, a.privilege_type)
              FROM aclexplode(v.relacl) a
             WHERE a.grantee <> v.relowner))
  FROM pg_class v
 WHERE v.relnamespace = 'public'::regnamespace
   AND v.relkind = 'v'
   AND NOT EXISTS (SELECT 1 FROM pg_depend d WHERE d.objid = v.oid AND d.deptype = 'e')
 ORDER BY v.relname;
