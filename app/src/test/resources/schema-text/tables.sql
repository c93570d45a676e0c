-- Each table with its columns, constraints, indexes, row-level security, triggers and grants.
SELECT concat_ws(
           E'\n',
           format(E'CREATE TABLE %I (\n%s\n)%s%s;',
                  t.relname,
                  concat_ws(E',\n', columns.text, constraints.text),
                  CASE WHEN t.relkind = 'p' THEN ' PARTITION BY ' || pg_get_partkeydef(t.oid) END,
                  ' WITH (' || array_to_string(t.reloptions, ', ') || ')'),
           (SELECT string_agg(pg_get_indexdef(i.indexrelid, 0, true) || ';', E'\n' ORDER BY i.indexrelid::regclass::text)
              FROM pg_index i
             WHERE i.indrelid = t.oid
               AND NOT EXISTS (SELECT 1 FROM pg_constraint c WHERE c.conindid = i.indexrelid)),
           CASE WHEN t.relrowsecurity THEN format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY;', t.relname) END,
           CASE WHEN t.relforcerowsecurity THEN format('ALTER TABLE %I FORCE ROW LEVEL SECURITY;', t.relname) END,
           (SELECT string_agg(
                       concat(
                           format('CREATE POLICY %I ON %I', p.policyname, p.tablename),
                           CASE WHEN p.permissive <> 'PERMISSIVE' THEN ' AS ' || p.permissive END,
                           CASE WHEN p.cmd <> 'ALL' THEN ' FOR ' || p.cmd END,
                           CASE WHEN p.roles <> '{public}' THEN ' TO ' || array_to_string(p.roles, ', ') END,
                           E'\n    USING (' || regexp_replace(p.qual, '^\((.*)\)$', '\1') || ')',
                           E'\n    WITH CHECK (' || regexp_replace(p.with_check, '^\((.*)\)$', '\1') || ')',
                           ';'),
                       E'\n' ORDER BY p.policyname)
              FROM pg_policies p
             WHERE p.schemaname = 'public' AND p.tablename = t.relname),
           (SELECT string_agg(pg_get_triggerdef(g.oid, true) || ';', E'\n' ORDER BY g.tgname)
              FROM pg_trigger g
             WHERE g.tgrelid = t.oid AND NOT g.tgisinternal),
           (SELECT string_agg(grants.text, E'\n' ORDER BY grants.text)
              FROM (SELECT format('GRANT %s ON %I TO %s;',
                                  string_agg(a.privilege_type, ', '
                                      ORDER BY array_position('{SELECT,INSERT,UPDATE,DELETE}', a.privilege_type)),
                                  t.relname, a.grantee::regrole) AS text
                      FROM aclexplode(t.relacl) a
                     WHERE a.grantee <> t.relowner
                     GROUP BY a.grantee) AS grants))
  FROM pg_class t
 CROSS JOIN LATERAL (
       SELECT max(length(quote_ident(a.attname))) AS width
         FROM pg_attribute a
        WHERE a.attrelid = t.oid AND a.attnum > 0 AND NOT a.attisdropped) AS names
 CROSS JOIN LATERAL (
       SELECT string_agg(
                  concat(
                      '    ', rpad(quote_ident(a.attname), names.width), ' ',
                      format_type(a.atttypid, a.atttypmod),
                      CASE WHEN a.attnotnull THEN ' NOT NULL' END,
                      CASE WHEN a.attgenerated = 's'
                           THEN ' GENERATED ALWAYS AS (' || pg_get_expr(d.adbin, d.adrelid) || ') STORED'
                           ELSE ' DEFAULT ' || pg_get_expr(d.adbin, d.adrelid) END),
                  E',\n' ORDER BY a.attnum) AS text
         FROM pg_attribute a
         LEFT JOIN pg_attrdef d ON d.adrelid = a.attrelid AND d.adnum = a.attnum
        WHERE a.attrelid = t.oid AND a.attnum > 0 AND NOT a.attisdropped) AS columns
 CROSS JOIN LATERAL (
       SELECT string_agg(
                  format('    CONSTRAINT %I %s', c.conname, pg_get_constraintdef(c.oid, true)),
                  E',\n' ORDER BY array_position('{p,u,x,c}', c.contype::text), c.conname) AS text
         FROM pg_constraint c
        WHERE c.conrelid = t.oid AND c.contype IN ('p', 'u', 'x', 'c')) AS constraints
 WHERE t.relnamespace = 'public'::regnamespace
   AND t.relkind IN ('r', 'p')
   AND NOT t.relispartition
   AND t.relname NOT IN ('databasechangelog', 'databasechangeloglock')
 ORDER BY t.relname;
