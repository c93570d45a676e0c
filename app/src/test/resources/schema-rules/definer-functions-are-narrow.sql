-- A function that works with its owner's rights is plpgsql, returns ids or a count and nothing else, is not for
-- PUBLIC, and its owner passes by no row-level security.
SELECT p.oid::regprocedure
  FROM pg_proc p
  JOIN pg_language l ON l.oid = p.prolang
  JOIN pg_roles r ON r.oid = p.proowner
 WHERE p.pronamespace = 'public'::regnamespace
   AND p.prosecdef
   AND (l.lanname <> 'plpgsql'
        OR r.rolsuper
        OR r.rolbypassrls
        OR p.proacl IS NULL
        OR EXISTS (SELECT 1 FROM aclexplode(p.proacl) a WHERE a.grantee = 0)
        OR p.prorettype NOT IN ('uuid'::regtype, 'integer'::regtype, 'record'::regtype)
        OR EXISTS (SELECT 1
                     FROM unnest(p.proallargtypes, p.proargmodes) AS out (type, mode)
                    WHERE out.mode IN ('o', 'b', 't') AND out.type <> 'uuid'::regtype));
-- broken by
CREATE FUNCTION titles() RETURNS TABLE (id uuid, title text) LANGUAGE plpgsql SECURITY DEFINER
    SET search_path = pg_catalog, public AS 'BEGIN RETURN QUERY SELECT c.id, c.title::text FROM prompt_cards c; END';
REVOKE ALL ON FUNCTION titles() FROM PUBLIC;
-- broken by
CREATE FUNCTION cards() RETURNS SETOF prompt_cards LANGUAGE plpgsql SECURITY DEFINER
    SET search_path = pg_catalog, public AS 'BEGIN RETURN QUERY SELECT * FROM prompt_cards; END';
REVOKE ALL ON FUNCTION cards() FROM PUBLIC;
-- broken by
CREATE FUNCTION first_card() RETURNS uuid LANGUAGE sql SECURITY DEFINER
    SET search_path = pg_catalog, public AS 'SELECT id FROM prompt_cards LIMIT 1';
REVOKE ALL ON FUNCTION first_card() FROM PUBLIC;
-- broken by
GRANT EXECUTE ON FUNCTION ensure_execution_partitions(date, date) TO PUBLIC;
-- broken by
CREATE FUNCTION open_to_all() RETURNS uuid LANGUAGE plpgsql SECURITY DEFINER
    SET search_path = pg_catalog, public AS 'BEGIN RETURN NULL; END';
