-- No table counts its rows by itself: a count is one node's own, and rows ordered by it come in another order
-- elsewhere.
SELECT c.relname, a.attname
  FROM pg_attribute a
  JOIN pg_class c ON c.oid = a.attrelid
  LEFT JOIN pg_attrdef d ON d.adrelid = c.oid AND d.adnum = a.attnum
 WHERE c.relnamespace = 'public'::regnamespace
   AND c.relkind IN ('r', 'p')
   AND (a.attidentity <> '' OR pg_get_expr(d.adbin, d.adrelid) ~ 'nextval');
-- broken by
CREATE TABLE notes (id bigint GENERATED ALWAYS AS IDENTITY);
-- broken by
CREATE TABLE notes (id bigserial);
