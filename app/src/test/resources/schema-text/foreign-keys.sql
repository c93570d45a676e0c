-- The foreign keys, as one paragraph: after all tables, as the changesets make them.
SELECT string_agg(
           format(E'ALTER TABLE %s ADD CONSTRAINT %I\n    %s;', f.conrelid::regclass, f.conname, pg_get_constraintdef(f.oid, true)),
           E'\n' ORDER BY f.conrelid::regclass::text, f.conname)
  FROM pg_constraint f
  JOIN pg_class c ON c.oid = f.conrelid
 WHERE f.contype = 'f'
   AND f.connamespace = 'public'::regnamespace
   AND NOT c.relispartition
HAVING count(*) > 0;
