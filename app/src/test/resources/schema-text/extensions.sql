-- The extensions, as one paragraph.
SELECT string_agg(format('CREATE EXTENSION %I;', e.extname), E'\n' ORDER BY e.extname)
  FROM pg_extension e
 WHERE e.extname <> 'plpgsql'
HAVING count(*) > 0;
