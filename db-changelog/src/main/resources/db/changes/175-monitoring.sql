--liquibase formatted sql
-- Why: who runs the installation sees which statements take long and which indexes are used. Statements are of all workspaces: the application does not see them.
--changeset promptcards:175-monitoring splitStatements:false stripComments:false
DO $$
BEGIN
    -- As in 002: another database of ours on this server may have made it, or is making it.
    IF NOT EXISTS (SELECT 1 FROM pg_roles WHERE rolname = 'promptcards_monitor') THEN
        CREATE ROLE promptcards_monitor NOLOGIN NOSUPERUSER NOBYPASSRLS;
    END IF;
EXCEPTION WHEN duplicate_object OR unique_violation THEN
    NULL;
END
$$;
GRANT USAGE ON SCHEMA public TO promptcards_monitor;

-- pg_stat_statements may be missing, or stand in any schema: so it is named when it is asked, and the view below always
-- stands. Without it there are no rows. It works with the rights of whoever asks.
CREATE FUNCTION slow_statements() RETURNS TABLE (
    calls bigint, total_exec_time_ms double precision, mean_exec_time_ms double precision,
    max_exec_time_ms double precision, stddev_exec_time_ms double precision, rows bigint,
    cache_hit_ratio double precision, temp_blocks_written bigint, role name, query text)
LANGUAGE plpgsql STABLE SET search_path = pg_catalog, public AS $$
DECLARE
    home name := (SELECT n.nspname
                    FROM pg_extension e
                    JOIN pg_namespace n ON n.oid = e.extnamespace
                   WHERE e.extname = 'pg_stat_statements');
BEGIN
    IF home IS NOT NULL THEN
        RETURN QUERY EXECUTE format(
            'SELECT s.calls, s.total_exec_time, s.mean_exec_time, s.max_exec_time, s.stddev_exec_time, s.rows,
                    s.shared_blks_hit::float8 / nullif(s.shared_blks_hit + s.shared_blks_read, 0),
                    s.temp_blks_written, r.rolname, s.query
               FROM %I.pg_stat_statements s
               JOIN pg_roles r ON r.oid = s.userid
              WHERE s.dbid = (SELECT d.oid FROM pg_database d WHERE d.datname = current_database())
              ORDER BY s.total_exec_time DESC
              LIMIT 200', home);
    END IF;
EXCEPTION WHEN object_not_in_prerequisite_state THEN
    -- It is there, but not in shared_preload_libraries: nothing is counted.
    RETURN;
END
$$;
REVOKE ALL ON FUNCTION slow_statements() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION slow_statements() TO promptcards_monitor;
CREATE VIEW slow_queries WITH (security_invoker = true) AS
SELECT * FROM slow_statements();

-- A partitioned index is counted as one.
CREATE VIEW index_usage WITH (security_invoker = true) AS
SELECT coalesce(pt.relname, s.relname)              AS table_name,
       coalesce(p.relname, s.indexrelname)          AS index_name,
       sum(s.idx_scan)                              AS scans,
       max(s.last_idx_scan)                         AS last_scan_at,
       sum(s.idx_tup_read)                          AS entries_read,
       sum(s.idx_tup_fetch)                         AS rows_fetched,
       sum(pg_relation_size(s.indexrelid))          AS bytes,
       bool_and(i.indisunique)                      AS is_unique
  FROM pg_stat_user_indexes s
  JOIN pg_index i ON i.indexrelid = s.indexrelid
  LEFT JOIN pg_inherits h ON h.inhrelid = s.indexrelid
  LEFT JOIN pg_class p ON p.oid = h.inhparent
  LEFT JOIN pg_inherits ht ON ht.inhrelid = s.relid
  LEFT JOIN pg_class pt ON pt.oid = ht.inhparent
 WHERE s.schemaname = 'public'
 GROUP BY 1, 2;
GRANT SELECT ON slow_queries, index_usage TO promptcards_monitor;
--rollback DROP VIEW index_usage;
--rollback DROP VIEW slow_queries;
--rollback DROP FUNCTION slow_statements();
--rollback REVOKE ALL ON SCHEMA public FROM promptcards_monitor;
