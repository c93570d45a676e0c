-- The schema that the changesets in src/main/resources/db/changes lead to, for reading.
-- Generated from the catalogue of PostgreSQL 16; SchemaSqlTest says how.

CREATE EXTENSION btree_gin;
CREATE EXTENSION pg_trgm;

CREATE FUNCTION analyze_test_cases()
 RETURNS integer
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'pg_temp'
AS $function$
BEGIN
    -- The application owns no table, and only an owner may. Returns how many tables it looked at.
    ANALYZE public.test_cases;
    RETURN 1;
END
$function$;
REVOKE ALL ON FUNCTION analyze_test_cases() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION analyze_test_cases() TO promptcards_app;

CREATE FUNCTION any_person()
 RETURNS uuid
 LANGUAGE plpgsql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'pg_temp'
AS $function$
BEGIN
    RETURN (SELECT u.id FROM users u LIMIT 1);
END
$function$;
REVOKE ALL ON FUNCTION any_person() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION any_person() TO promptcards_app;
ALTER FUNCTION any_person() OWNER TO promptcards_searcher;

CREATE FUNCTION audit_chains()
 RETURNS SETOF uuid
 LANGUAGE plpgsql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'pg_temp'
AS $function$
BEGIN
    RETURN QUERY SELECT h.workspace_id FROM audit_heads h
                  UNION SELECT w.id FROM workspaces w
                  ORDER BY 1;
END
$function$;
REVOKE ALL ON FUNCTION audit_chains() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION audit_chains() TO promptcards_app;
ALTER FUNCTION audit_chains() OWNER TO promptcards_searcher;

CREATE FUNCTION audit_chains_about(person uuid)
 RETURNS SETOF uuid
 LANGUAGE plpgsql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'pg_temp'
AS $function$
BEGIN
    RETURN QUERY SELECT DISTINCT p.workspace_id FROM audit_people p WHERE p.user_id = person ORDER BY 1;
END
$function$;
REVOKE ALL ON FUNCTION audit_chains_about(uuid) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION audit_chains_about(uuid) TO promptcards_app;
ALTER FUNCTION audit_chains_about(uuid) OWNER TO promptcards_searcher;

CREATE FUNCTION bind_people(people uuid[])
 RETURNS void
 LANGUAGE plpgsql
 SET search_path TO 'pg_catalog', 'public'
AS $function$
BEGIN
    EXECUTE format('SET LOCAL app.current_user_ids = %L', people);
END
$function$;
REVOKE ALL ON FUNCTION bind_people(uuid[]) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION bind_people(uuid[]) TO promptcards_app;

CREATE FUNCTION bind_workspace(workspace uuid)
 RETURNS void
 LANGUAGE plpgsql
 SET search_path TO 'pg_catalog', 'public'
AS $function$
BEGIN
    EXECUTE format('SET LOCAL app.current_workspace_id = %L', workspace);
END
$function$;
REVOKE ALL ON FUNCTION bind_workspace(uuid) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION bind_workspace(uuid) TO promptcards_app;

CREATE FUNCTION built_in_permissions(role text)
 RETURNS text[]
 LANGUAGE plpgsql
 IMMUTABLE PARALLEL SAFE
 SET search_path TO 'pg_catalog', 'public'
AS $function$
DECLARE
    viewer text[] := '{workspace.read,card.read,suite.read,run.read,connection.read,member.read,limit.read}';
    runner text[] := viewer || '{run.start,run.decide}'::text[];
    editor text[] := runner || '{card.write,label.move,suite.write,data.export}'::text[];
    admin  text[] := editor || '{workspace.manage,label.move-protected,label.protect,connection.write,member.manage,role.manage,key.manage,audit.read}'::text[];
    owner  text[] := admin || '{workspace.archive,limit.manage}'::text[];
BEGIN
    RETURN CASE role WHEN 'viewer' THEN viewer WHEN 'runner' THEN runner WHEN 'editor' THEN editor
                     WHEN 'admin' THEN admin WHEN 'owner' THEN owner END;
END
$function$;
REVOKE ALL ON FUNCTION built_in_permissions(text) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION built_in_permissions(text) TO promptcards_app;

CREATE FUNCTION chat_text(messages jsonb)
 RETURNS text
 LANGUAGE sql
 IMMUTABLE PARALLEL SAFE STRICT
 SET search_path TO 'pg_catalog'
AS $function$
    -- A content is a text, or a list of parts of which some have a text.
    SELECT string_agg(said #>> '{}', E'\n')
      FROM (SELECT jsonb_path_query(messages, 'lax $[*].content[*] ? (@.type() == "string")')
            UNION ALL
            SELECT jsonb_path_query(messages, 'lax $[*].content[*].text ? (@.type() == "string")')) AS t (said)
$function$;
REVOKE ALL ON FUNCTION chat_text(jsonb) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION chat_text(jsonb) TO promptcards_app;

CREATE FUNCTION ensure_audit_partitions(first_month date, last_month date)
 RETURNS integer
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'pg_temp'
 SET lock_timeout TO '1s'
AS $function$
DECLARE
    month_start date := date_trunc('month', first_month);
    parent      text;
    name        text;
    made        integer := 0;
BEGIN
    IF last_month > first_month + interval '10 years' THEN
        RAISE EXCEPTION 'more than ten years of partitions asked for';
    END IF;
    WHILE month_start <= last_month LOOP
        FOREACH parent IN ARRAY ARRAY['audit_events', 'audit_people'] LOOP
            name := parent || to_char(month_start, '_YYYY_MM');
            IF to_regclass('public.' || name) IS NULL THEN
                -- Two servers may get here at once.
                PERFORM pg_advisory_xact_lock(hashtext('promptcards.partitions'));
                IF to_regclass('public.' || name) IS NULL THEN
                    EXECUTE format(
                        'CREATE TABLE public.%I PARTITION OF public.%I FOR VALUES FROM (%L) TO (%L)',
                        name, parent, month_start::timestamp AT TIME ZONE 'UTC',
                        (month_start + interval '1 month')::timestamp AT TIME ZONE 'UTC');
                    EXECUTE format('ALTER TABLE public.%I ENABLE ROW LEVEL SECURITY', name);
                    EXECUTE format('ALTER TABLE public.%I FORCE ROW LEVEL SECURITY', name);
                    made := made + 1;
                END IF;
            END IF;
        END LOOP;
        month_start := month_start + interval '1 month';
    END LOOP;
    RETURN made;
END
$function$;
REVOKE ALL ON FUNCTION ensure_audit_partitions(date,date) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION ensure_audit_partitions(date,date) TO promptcards_app;

CREATE FUNCTION ensure_execution_partitions(first_month date, last_month date)
 RETURNS integer
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'pg_temp'
 SET lock_timeout TO '1s'
AS $function$
DECLARE
    today       CONSTANT date := now() AT TIME ZONE 'UTC';
    month_start date := date_trunc('month', first_month);
    name        text;
    made        integer := 0;
BEGIN
    IF first_month < today - interval '11 years' OR last_month > today + interval '11 years' THEN
        RAISE EXCEPTION 'partitions are made for months at most eleven years from now';
    END IF;
    IF last_month > first_month + interval '10 years' THEN
        RAISE EXCEPTION 'more than ten years of partitions asked for';
    END IF;
    WHILE month_start <= last_month LOOP
        name := 'test_executions_' || to_char(month_start, 'YYYY_MM');
        IF to_regclass('public.' || name) IS NULL THEN
            -- Two servers may get here at once.
            PERFORM pg_advisory_xact_lock(hashtext('promptcards.partitions'));
            IF to_regclass('public.' || name) IS NULL THEN
                EXECUTE format(
                    'CREATE TABLE public.%I (LIKE public.test_executions INCLUDING DEFAULTS INCLUDING CONSTRAINTS'
                    ' INCLUDING GENERATED INCLUDING STORAGE INCLUDING COMPRESSION)', name);
                EXECUTE format('ALTER TABLE public.%I ENABLE ROW LEVEL SECURITY', name);
                EXECUTE format('ALTER TABLE public.%I FORCE ROW LEVEL SECURITY', name);
                EXECUTE format(
                    'ALTER TABLE public.test_executions ATTACH PARTITION public.%I FOR VALUES FROM (%L) TO (%L)',
                    name, month_start::timestamp AT TIME ZONE 'UTC',
                    (month_start + interval '1 month')::timestamp AT TIME ZONE 'UTC');
                made := made + 1;
            END IF;
        END IF;
        month_start := month_start + interval '1 month';
    END LOOP;
    RETURN made;
END
$function$;
REVOKE ALL ON FUNCTION ensure_execution_partitions(date,date) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION ensure_execution_partitions(date,date) TO promptcards_app;

CREATE FUNCTION find_cards(workspace uuid, words text, title_like text, all_tags jsonb, some_variables jsonb, some_metadata jsonb, metadata_path text, has_label text, in_folder text, created_from timestamp with time zone, created_to timestamp with time zone, updated_from timestamp with time zone, updated_to timestamp with time zone, is_archived boolean, sorting text, descending boolean, after_time timestamp with time zone, after_title text, after_rank real, after_id uuid, newest uuid, most integer)
 RETURNS SETOF uuid
 LANGUAGE plpgsql
 STABLE SECURITY DEFINER ROWS 50
 SET search_path TO 'pg_catalog', 'public', 'pg_temp'
 SET jit TO 'off'
AS $function$
DECLARE
    -- Ranking reads what it ranks: of more matches than these the newest cards are ranked. What the words of a
    -- template weigh is read from beside the table.
    heads    CONSTANT integer := 1000;
    bodies   CONSTANT integer := 500;
    query    tsquery;
    filters  text;
    key      text;
    behind   text := '';
    ordering text;
    ids      uuid[];
BEGIN
    IF workspace IS DISTINCT FROM nullif(current_setting('app.current_workspace_id', true), '')::uuid THEN
        RAISE EXCEPTION 'cards are found in the bound workspace alone' USING ERRCODE = 'insufficient_privilege';
    END IF;
    IF words IS NOT NULL THEN
        SELECT websearch_to_tsquery(w.search_language::regconfig, words) INTO query FROM workspaces w WHERE w.id = workspace;
        -- Nothing but words that stand everywhere, such as `the`: nothing is found by them.
        IF coalesce(numnode(query), 0) = 0 THEN
            RETURN;
        END IF;
    END IF;
    filters := concat(
        CASE WHEN is_archived THEN ' AND c.archived_at IS NOT NULL' ELSE ' AND c.archived_at IS NULL' END,
        CASE WHEN words IS NOT NULL THEN ' AND c.search_vector @@ $2' END,
        CASE WHEN title_like IS NOT NULL THEN ' AND c.title ILIKE $3' END,
        CASE WHEN all_tags IS NOT NULL THEN ' AND c.tags @> $4' END,
        CASE WHEN some_variables IS NOT NULL THEN ' AND c.variables @> $5' END,
        CASE WHEN some_metadata IS NOT NULL THEN ' AND c.metadata @> $6' END,
        CASE WHEN metadata_path IS NOT NULL THEN ' AND c.metadata @? $7' END,
        CASE WHEN has_label IS NOT NULL THEN
            ' AND EXISTS (SELECT FROM card_labels l WHERE l.workspace_id = $1 AND l.card_id = c.id AND l.label = $8)' END,
        CASE WHEN in_folder IS NOT NULL THEN ' AND (c.folder = $9 OR c.folder ^@ ($9 || ''/''))' END,
        CASE WHEN created_from IS NOT NULL THEN ' AND c.created_at >= $10' END,
        CASE WHEN created_to IS NOT NULL THEN ' AND c.created_at < $11' END,
        CASE WHEN updated_from IS NOT NULL THEN ' AND c.updated_at >= $12' END,
        CASE WHEN updated_to IS NOT NULL THEN ' AND c.updated_at < $13' END);

    IF sorting = 'rank' THEN
        ids := '{}';
        behind := ' WHERE (r.rank, r.id) < ($16, $17)';
        -- First those that have the words before their template; what ranks 1 or more is one of them.
        IF after_rank IS NULL OR after_rank >= 1 THEN
            EXECUTE 'SELECT ARRAY(SELECT r.id FROM ('
                || ' SELECT m.id, 1::real + ts_rank(m.head_vector, $2) AS rank FROM ('
                || '   SELECT c.id, c.head_vector FROM prompt_cards c WHERE c.workspace_id = $1 AND c.head_vector @@ $2'
                -- What is not to be there may be in the template; else the head tells all, and quicker.
                || CASE WHEN query::text LIKE '%!%' THEN filters ELSE replace(filters, ' AND c.search_vector @@ $2', '') END
                || CASE WHEN newest IS NOT NULL THEN ' AND c.id <= $18' ELSE '' END
                || '    ORDER BY c.id DESC LIMIT $20) m) r'
                || CASE WHEN after_rank IS NOT NULL THEN behind ELSE '' END
                || ' ORDER BY r.rank DESC, r.id DESC LIMIT $19)'
               INTO ids
              USING workspace, query, title_like, all_tags, some_variables, some_metadata, metadata_path::jsonpath,
                    has_label, in_folder, created_from, created_to, updated_from, updated_to,
                    after_time, after_title, after_rank, after_id, newest, most, heads;
        END IF;
        IF cardinality(ids) < most THEN
            EXECUTE 'SELECT $21 || ARRAY(SELECT r.id FROM ('
                || ' SELECT m.id, ts_rank(m.search_vector, $2) AS rank FROM ('
                || '   SELECT c.id, c.search_vector FROM prompt_cards c WHERE c.workspace_id = $1 AND NOT c.head_vector @@ $2'
                || filters
                || CASE WHEN newest IS NOT NULL THEN ' AND c.id <= $18' ELSE '' END
                || '    ORDER BY c.id DESC LIMIT $20) m) r'
                || CASE WHEN after_rank < 1 THEN behind ELSE '' END
                || ' ORDER BY r.rank DESC, r.id DESC LIMIT $19 - cardinality($21))'
               INTO ids
              USING workspace, query, title_like, all_tags, some_variables, some_metadata, metadata_path::jsonpath,
                    has_label, in_folder, created_from, created_to, updated_from, updated_to,
                    after_time, after_title, after_rank, after_id, newest, most, bodies, ids;
        END IF;
        RETURN QUERY SELECT unnest(ids);
        RETURN;
    END IF;

    key := CASE sorting WHEN 'updated' THEN 'c.updated_at' WHEN 'created' THEN 'c.created_at'
                        WHEN 'title' THEN 'lower(c.title)' END;
    IF after_id IS NOT NULL THEN
        behind := ' AND (' || key || ', c.id) ' || CASE WHEN descending THEN '<' ELSE '>' END
            || CASE sorting WHEN 'title' THEN ' ($15, $17)' ELSE ' ($14, $17)' END;
    END IF;
    ordering := CASE WHEN descending THEN ' DESC' ELSE '' END;
    -- First the cards at hand, in order: where many match, that is all there is to do, and no statistics are asked.
    EXECUTE 'SELECT ARRAY('
        || ' SELECT c.id FROM ('
        || '   SELECT * FROM prompt_cards c WHERE c.workspace_id = $1' || behind
        || CASE WHEN sorting = 'updated' AND updated_from IS NOT NULL THEN ' AND c.updated_at >= $12' ELSE '' END
        || CASE WHEN sorting = 'updated' AND updated_to IS NOT NULL THEN ' AND c.updated_at < $13' ELSE '' END
        || CASE WHEN sorting = 'created' AND created_from IS NOT NULL THEN ' AND c.created_at >= $10' ELSE '' END
        || CASE WHEN sorting = 'created' AND created_to IS NOT NULL THEN ' AND c.created_at < $11' ELSE '' END
        || '    ORDER BY ' || key || ordering || ', c.id' || ordering || ' LIMIT $20) c'
        || ' WHERE true' || filters
        || ' ORDER BY ' || key || ordering || ', c.id' || ordering || ' LIMIT $19)'
       INTO ids
      USING workspace, query, title_like, all_tags, some_variables, some_metadata, metadata_path::jsonpath,
            has_label, in_folder, created_from, created_to, updated_from, updated_to,
            after_time, after_title, after_rank, after_id, newest, most,
            CASE WHEN words IS NULL THEN greatest(1000, 2 * most) ELSE 300 END;
    -- Where few do, all of them through the indexes; a LIMIT here would lead the planner to read in order again.
    IF cardinality(ids) < most THEN
        EXECUTE 'WITH found AS MATERIALIZED ('
            || ' SELECT ' || key || ' AS key, c.id FROM prompt_cards c WHERE c.workspace_id = $1' || behind || filters
            || ') SELECT ARRAY(SELECT f.id FROM found f ORDER BY f.key' || ordering || ', f.id' || ordering || ' LIMIT $19)'
           INTO ids
          USING workspace, query, title_like, all_tags, some_variables, some_metadata, metadata_path::jsonpath,
                has_label, in_folder, created_from, created_to, updated_from, updated_to,
                after_time, after_title, after_rank, after_id, newest, most;
    END IF;
    RETURN QUERY SELECT unnest(ids);
END
$function$;
REVOKE ALL ON FUNCTION find_cards(uuid,text,text,jsonb,jsonb,jsonb,text,text,text,timestamp with time zone,timestamp with time zone,timestamp with time zone,timestamp with time zone,boolean,text,boolean,timestamp with time zone,text,real,uuid,uuid,integer) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION find_cards(uuid,text,text,jsonb,jsonb,jsonb,text,text,text,timestamp with time zone,timestamp with time zone,timestamp with time zone,timestamp with time zone,boolean,text,boolean,timestamp with time zone,text,real,uuid,uuid,integer) TO promptcards_app;
ALTER FUNCTION find_cards(uuid,text,text,jsonb,jsonb,jsonb,text,text,text,timestamp with time zone,timestamp with time zone,timestamp with time zone,timestamp with time zone,boolean,text,boolean,timestamp with time zone,text,real,uuid,uuid,integer) OWNER TO promptcards_searcher;

CREATE FUNCTION histogram_add(histogram integer[], more integer[])
 RETURNS integer[]
 LANGUAGE plpgsql
 IMMUTABLE PARALLEL SAFE
 SET search_path TO 'pg_catalog', 'public'
AS $function$
DECLARE
    bucket  integer := array_lower(more, 1) - 1;
    count   integer;
    emptied boolean := false;
BEGIN
    IF cardinality(histogram) = 0 OR cardinality(more) = 0 THEN
        RETURN histogram || more;
    END IF;
    FOREACH count IN ARRAY more LOOP
        bucket := bucket + 1;
        IF count IS NOT NULL THEN
            histogram[bucket] := nullif(coalesce(histogram[bucket], 0) + count, 0);
            emptied := emptied OR histogram[bucket] IS NULL;
        END IF;
    END LOOP;
    IF emptied THEN
        -- It begins and ends with a bucket that holds something.
        RETURN (SELECT histogram_of(array_agg(b.bucket), array_agg(b.count))
                  FROM (SELECT array_lower(histogram, 1) + h.place::integer - 1 AS bucket, h.count
                          FROM unnest(histogram) WITH ORDINALITY AS h (count, place)) b
                 WHERE b.count IS NOT NULL);
    END IF;
    RETURN histogram;
END
$function$;
REVOKE ALL ON FUNCTION histogram_add(integer[],integer[]) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION histogram_add(integer[],integer[]) TO promptcards_app;

CREATE FUNCTION histogram_of(buckets integer[], counts integer[])
 RETURNS integer[]
 LANGUAGE plpgsql
 IMMUTABLE PARALLEL SAFE
 SET search_path TO 'pg_catalog', 'public'
AS $function$
DECLARE
    histogram integer[] := '{}';
    bucket    integer;
BEGIN
    FOR i IN 1 .. coalesce(cardinality(buckets), 0) LOOP
        bucket := buckets[i];
        histogram[bucket] := coalesce(histogram[bucket], 0) + counts[i];
    END LOOP;
    RETURN histogram;
END
$function$;
REVOKE ALL ON FUNCTION histogram_of(integer[],integer[]) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION histogram_of(integer[],integer[]) TO promptcards_app;

CREATE FUNCTION histogram_quantiles(histogram integer[], shares double precision[])
 RETURNS double precision[]
 LANGUAGE plpgsql
 IMMUTABLE PARALLEL SAFE
 SET search_path TO 'pg_catalog', 'public'
AS $function$
DECLARE
    total     bigint := 0;
    seen      bigint := 0;
    -- Ranks count from 0; the wanted value lies between these two.
    lower     bigint;
    upper     bigint;
    bucket    integer := array_lower(histogram, 1) - 1;
    before    integer;
    count     integer;
    at        integer := 1;
    value     double precision;
    below     double precision;
    quantiles double precision[] := array_fill(NULL::double precision, ARRAY[cardinality(shares)]);
BEGIN
    FOREACH count IN ARRAY coalesce(histogram, '{}') LOOP
        total := total + coalesce(count, 0);
    END LOOP;
    IF total = 0 THEN
        RETURN quantiles;
    END IF;
    lower := floor(shares[1] * (total - 1));
    upper := ceil(shares[1] * (total - 1));
    FOREACH count IN ARRAY histogram LOOP
        bucket := bucket + 1;
        CONTINUE WHEN count IS NULL;
        seen := seen + count;
        WHILE seen > upper LOOP
            value := CASE WHEN bucket < 0 THEN 0 ELSE 1.02::double precision ^ (bucket - 0.5::double precision) END;
            below := CASE WHEN lower >= seen - count THEN value
                          WHEN before < 0 THEN 0
                          ELSE 1.02::double precision ^ (before - 0.5::double precision) END;
            quantiles[at] := below + (shares[at] * (total - 1) - lower) * (value - below);
            at := at + 1;
            IF at > cardinality(shares) THEN
                RETURN quantiles;
            END IF;
            lower := floor(shares[at] * (total - 1));
            upper := ceil(shares[at] * (total - 1));
        END LOOP;
        before := bucket;
    END LOOP;
    RETURN quantiles;
END
$function$;
REVOKE ALL ON FUNCTION histogram_quantiles(integer[],double precision[]) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION histogram_quantiles(integer[],double precision[]) TO promptcards_app;

CREATE FUNCTION invitation_by_token(wanted bytea)
 RETURNS TABLE(workspace_id uuid, invitation_id uuid)
 LANGUAGE plpgsql
 STABLE SECURITY DEFINER ROWS 1
 SET search_path TO 'pg_catalog', 'public', 'pg_temp'
AS $function$
BEGIN
    RETURN QUERY SELECT i.workspace_id, i.id FROM invitations i WHERE i.token_hash = wanted;
END
$function$;
REVOKE ALL ON FUNCTION invitation_by_token(bytea) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION invitation_by_token(bytea) TO promptcards_app;
ALTER FUNCTION invitation_by_token(bytea) OWNER TO promptcards_searcher;

CREATE FUNCTION latency_histogram(millis bigint[], sign integer)
 RETURNS integer[]
 LANGUAGE plpgsql
 IMMUTABLE PARALLEL SAFE
 SET search_path TO 'pg_catalog', 'public'
AS $function$
DECLARE
    growth    CONSTANT double precision := ln(1.02::double precision);
    histogram integer[] := '{}';
    latency   bigint;
    bucket    integer;
BEGIN
    FOREACH latency IN ARRAY coalesce(millis, '{}') LOOP
        bucket := CASE WHEN latency < 1 THEN -1 ELSE ceil(ln(latency::double precision) / growth) END;
        histogram[bucket] := coalesce(histogram[bucket], 0) + sign;
    END LOOP;
    RETURN histogram;
END
$function$;
REVOKE ALL ON FUNCTION latency_histogram(bigint[],integer) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION latency_histogram(bigint[],integer) TO promptcards_app;

CREATE FUNCTION mcnemar_p_value(better bigint, worse bigint)
 RETURNS double precision
 LANGUAGE plpgsql
 IMMUTABLE PARALLEL SAFE STRICT
 SET search_path TO 'pg_catalog', 'public'
AS $function$
DECLARE
    n     CONSTANT bigint := better + worse;
    fewer CONSTANT bigint := least(better, worse);
    term  double precision := 1;
    tail  double precision := 1;
    top   double precision;
BEGIN
    IF better = worse THEN
        RETURN 1;
    END IF;
    IF fewer = 0 THEN
        RETURN CASE WHEN n > 1000 THEN 0 ELSE 2 * 0.5::double precision ^ n END;
    END IF;
    top := stirling_error(n) - stirling_error(fewer) - stirling_error(n - fewer)
           - fewer * ln(2.0::double precision * fewer / n) - (n - fewer) * ln(2.0::double precision * (n - fewer) / n)
           + 0.5 * ln(n / (2 * pi() * fewer * (n - fewer)));
    FOR i IN REVERSE fewer .. 1 LOOP
        term := term * i / (n - i + 1);
        EXIT WHEN term < 1e-18;
        tail := tail + term;
    END LOOP;
    -- Below it there is nothing a double precision number can say.
    RETURN CASE WHEN top < -700 THEN 0 ELSE least(1, 2 * tail * exp(top)) END;
END
$function$;
REVOKE ALL ON FUNCTION mcnemar_p_value(bigint,bigint) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION mcnemar_p_value(bigint,bigint) TO promptcards_app;

CREATE FUNCTION newest_sealed_connection()
 RETURNS TABLE(workspace_id uuid, connection_id uuid)
 LANGUAGE plpgsql
 STABLE SECURITY DEFINER ROWS 1
 SET search_path TO 'pg_catalog', 'public', 'pg_temp'
AS $function$
BEGIN
    RETURN QUERY SELECT c.workspace_id, c.id FROM provider_connections c
                  WHERE c.key_set OR c.header_names <> '[]'::jsonb
                  ORDER BY c.updated_at DESC, c.id DESC LIMIT 1;
END
$function$;
REVOKE ALL ON FUNCTION newest_sealed_connection() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION newest_sealed_connection() TO promptcards_app;
ALTER FUNCTION newest_sealed_connection() OWNER TO promptcards_searcher;

CREATE FUNCTION orphaned_runs()
 RETURNS TABLE(workspace_id uuid, run_id uuid)
 LANGUAGE plpgsql
 STABLE SECURITY DEFINER ROWS 20
 SET search_path TO 'pg_catalog', 'public', 'pg_temp'
AS $function$
BEGIN
    RETURN QUERY SELECT r.workspace_id, r.id FROM test_runs r
                  WHERE r.state IN ('cancelled', 'failed')
                    AND EXISTS (SELECT FROM run_items i
                                 WHERE i.workspace_id = r.workspace_id AND i.run_id = r.id
                                   AND (i.state IN ('ready', 'unknown') OR i.lease_until < statement_timestamp()));
END
$function$;
REVOKE ALL ON FUNCTION orphaned_runs() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION orphaned_runs() TO promptcards_app;
ALTER FUNCTION orphaned_runs() OWNER TO promptcards_claimer;

CREATE FUNCTION other_admin(person uuid)
 RETURNS uuid
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'pg_temp'
AS $function$
BEGIN
    PERFORM pg_advisory_xact_lock(hashtext('promptcards.admins'));
    RETURN (SELECT u.id FROM users u WHERE u.admin AND u.disabled_at IS NULL AND u.id <> person LIMIT 1);
END
$function$;
REVOKE ALL ON FUNCTION other_admin(uuid) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION other_admin(uuid) TO promptcards_app;
ALTER FUNCTION other_admin(uuid) OWNER TO promptcards_searcher;

CREATE FUNCTION prompt_cards_search_vector()
 RETURNS trigger
 LANGUAGE plpgsql
 SET search_path TO 'pg_catalog', 'public'
AS $function$
DECLARE
    language regconfig;
    body     text;
BEGIN
    SELECT w.search_language::regconfig INTO language FROM workspaces w WHERE w.id = NEW.workspace_id;
    language := coalesce(language, 'simple'::regconfig);
    SELECT coalesce(v.template, chat_text(v.messages)) INTO body
      FROM card_versions v
     WHERE v.workspace_id = NEW.workspace_id AND v.card_id = NEW.id AND v.number = NEW.latest_version;
    NEW.head_vector :=
        setweight(to_tsvector(language, NEW.title), 'A')
        || setweight(to_tsvector(language, NEW.description), 'B')
        || setweight(jsonb_to_tsvector(language, NEW.tags, '["string"]'), 'C');
    -- A tsvector holds at most 1 MB: what stands beyond the first 200,000 characters is not searched.
    NEW.search_vector :=
        NEW.head_vector || setweight(to_tsvector(language, left(coalesce(body, ''), 200000)), 'D');
    RETURN NEW;
END
$function$;

CREATE FUNCTION rebuild_rollups(workspace uuid, first_day date, last_day date)
 RETURNS integer
 LANGUAGE plpgsql
 SET search_path TO 'pg_catalog', 'public'
AS $function$
DECLARE
    since CONSTANT date := coalesce(first_day, '-infinity');
    until CONSTANT date := coalesce(last_day, 'infinity');
    r     record;
    runs  integer := 0;
BEGIN
    PERFORM pg_advisory_xact_lock(hashtextextended('promptcards.rollups ' || workspace, 0));
    DELETE FROM execution_rollups x WHERE x.workspace_id = workspace AND x.day BETWEEN since AND until;
    FOR r IN SELECT t.id, t.created_at FROM test_runs t
              WHERE t.workspace_id = workspace AND (t.created_at AT TIME ZONE 'UTC')::date BETWEEN since AND until
              ORDER BY t.created_at
    LOOP
        PERFORM roll_up(workspace, ARRAY(
            SELECT c FROM rollups_of(workspace, r.created_at, r.id, ARRAY(
                SELECT e.item_number FROM test_executions e
                 WHERE e.workspace_id = workspace AND e.created_at = r.created_at AND e.run_id = r.id), 1) c));
        runs := runs + 1;
    END LOOP;
    RETURN runs;
END
$function$;
REVOKE ALL ON FUNCTION rebuild_rollups(uuid,date,date) FROM PUBLIC;

CREATE FUNCTION refuse_change()
 RETURNS trigger
 LANGUAGE plpgsql
 SET search_path TO 'pg_catalog', 'public'
AS $function$
BEGIN
    RAISE EXCEPTION 'a row of % is immutable', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';
END
$function$;

CREATE FUNCTION running_runs()
 RETURNS TABLE(workspace_id uuid, run_id uuid)
 LANGUAGE plpgsql
 STABLE SECURITY DEFINER ROWS 20
 SET search_path TO 'pg_catalog', 'public', 'pg_temp'
AS $function$
BEGIN
    RETURN QUERY SELECT r.workspace_id, r.id FROM test_runs r WHERE r.state = 'running';
END
$function$;
REVOKE ALL ON FUNCTION running_runs() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION running_runs() TO promptcards_app;
ALTER FUNCTION running_runs() OWNER TO promptcards_claimer;

CREATE FUNCTION runs_to_go_on()
 RETURNS TABLE(workspace_id uuid, run_id uuid)
 LANGUAGE plpgsql
 STABLE SECURITY DEFINER ROWS 20
 SET search_path TO 'pg_catalog', 'public', 'pg_temp'
AS $function$
BEGIN
    RETURN QUERY SELECT r.workspace_id, r.id FROM test_runs r
                  WHERE r.state = 'held' AND r.held_until <= statement_timestamp()
                  ORDER BY r.held_until, r.id;
END
$function$;
REVOKE ALL ON FUNCTION runs_to_go_on() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION runs_to_go_on() TO promptcards_app;
ALTER FUNCTION runs_to_go_on() OWNER TO promptcards_claimer;

CREATE FUNCTION slow_statements()
 RETURNS TABLE(calls bigint, total_exec_time_ms double precision, mean_exec_time_ms double precision, max_exec_time_ms double precision, stddev_exec_time_ms double precision, rows bigint, cache_hit_ratio double precision, temp_blocks_written bigint, role name, query text)
 LANGUAGE plpgsql
 STABLE
 SET search_path TO 'pg_catalog', 'public'
AS $function$
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
$function$;
REVOKE ALL ON FUNCTION slow_statements() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION slow_statements() TO promptcards_monitor;

CREATE FUNCTION stirling_error(n bigint)
 RETURNS double precision
 LANGUAGE plpgsql
 IMMUTABLE PARALLEL SAFE
 SET search_path TO 'pg_catalog', 'public'
AS $function$
DECLARE
    x double precision := n;
BEGIN
    IF n < 16 THEN
        RETURN ln(factorial(n)::double precision) - (x + 0.5) * ln(x) + x - 0.5 * ln(2 * pi());
    END IF;
    RETURN (1 / 12.0 - (1 / 360.0 - (1 / 1260.0 - 1 / (1680 * x * x)) / (x * x)) / (x * x)) / x;
END
$function$;
REVOKE ALL ON FUNCTION stirling_error(bigint) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION stirling_error(bigint) TO promptcards_app;

CREATE FUNCTION user_id_by_email(wanted text)
 RETURNS uuid
 LANGUAGE plpgsql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'pg_temp'
AS $function$
BEGIN
    RETURN (SELECT u.id FROM users u WHERE lower(u.email) = lower(wanted));
END
$function$;
REVOKE ALL ON FUNCTION user_id_by_email(text) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION user_id_by_email(text) TO promptcards_app;
ALTER FUNCTION user_id_by_email(text) OWNER TO promptcards_searcher;

CREATE FUNCTION user_id_by_identity(wanted_issuer text, wanted_subject text)
 RETURNS uuid
 LANGUAGE plpgsql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'pg_temp'
AS $function$
BEGIN
    RETURN (SELECT i.user_id FROM user_identities i WHERE i.issuer = wanted_issuer AND i.subject = wanted_subject);
END
$function$;
REVOKE ALL ON FUNCTION user_id_by_identity(text,text) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION user_id_by_identity(text,text) TO promptcards_app;
ALTER FUNCTION user_id_by_identity(text,text) OWNER TO promptcards_searcher;

CREATE FUNCTION user_id_of_family(family uuid)
 RETURNS uuid
 LANGUAGE plpgsql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'pg_temp'
AS $function$
BEGIN
    RETURN (SELECT f.user_id FROM token_families f WHERE f.id = family);
END
$function$;
REVOKE ALL ON FUNCTION user_id_of_family(uuid) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION user_id_of_family(uuid) TO promptcards_app;
ALTER FUNCTION user_id_of_family(uuid) OWNER TO promptcards_searcher;

CREATE FUNCTION wilson_interval(passed bigint, tries bigint)
 RETURNS double precision[]
 LANGUAGE plpgsql
 IMMUTABLE PARALLEL SAFE
 SET search_path TO 'pg_catalog', 'public'
AS $function$
DECLARE
    z      CONSTANT double precision := 1.959963984540054;
    n      CONSTANT double precision := tries;
    share  double precision;
    middle double precision;
    half   double precision;
BEGIN
    IF tries = 0 THEN
        RETURN ARRAY[NULL, NULL];
    END IF;
    share := passed / n;
    middle := (share + z * z / (2 * n)) / (1 + z * z / n);
    half := z / (1 + z * z / n) * sqrt(share * (1 - share) / n + z * z / (4 * n * n));
    RETURN ARRAY[greatest(0, middle - half), least(1, middle + half)];
END
$function$;
REVOKE ALL ON FUNCTION wilson_interval(bigint,bigint) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION wilson_interval(bigint,bigint) TO promptcards_app;

CREATE FUNCTION workspace_id_by_slug(wanted text)
 RETURNS uuid
 LANGUAGE plpgsql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'pg_temp'
AS $function$
BEGIN
    RETURN (SELECT w.id FROM workspaces w WHERE w.slug = wanted);
END
$function$;
REVOKE ALL ON FUNCTION workspace_id_by_slug(text) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION workspace_id_by_slug(text) TO promptcards_app;
ALTER FUNCTION workspace_id_by_slug(text) OWNER TO promptcards_searcher;

CREATE FUNCTION workspace_id_of_key(key uuid)
 RETURNS uuid
 LANGUAGE plpgsql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'pg_temp'
AS $function$
BEGIN
    RETURN (SELECT k.workspace_id FROM api_keys k WHERE k.id = key);
END
$function$;
REVOKE ALL ON FUNCTION workspace_id_of_key(uuid) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION workspace_id_of_key(uuid) TO promptcards_app;
ALTER FUNCTION workspace_id_of_key(uuid) OWNER TO promptcards_searcher;

CREATE FUNCTION workspaces_about_person(person uuid)
 RETURNS TABLE(workspace_id uuid)
 LANGUAGE plpgsql
 STABLE SECURITY DEFINER ROWS 50
 SET search_path TO 'pg_catalog', 'public', 'pg_temp'
AS $function$
BEGIN
    IF person = ANY (nullif(current_setting('app.current_user_ids', true), '')::uuid[]) THEN
        RETURN QUERY SELECT m.workspace_id FROM workspace_members m WHERE m.user_id = person
                      UNION SELECT k.workspace_id FROM api_keys k WHERE k.user_id = person
                      UNION SELECT i.workspace_id FROM invitations i WHERE i.accepted_by = person
                      UNION SELECT i.workspace_id FROM invitations i JOIN users u ON lower(u.email) = lower(i.email)
                             WHERE u.id = person
                      ORDER BY 1;
    END IF;
END
$function$;
REVOKE ALL ON FUNCTION workspaces_about_person(uuid) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION workspaces_about_person(uuid) TO promptcards_app;
ALTER FUNCTION workspaces_about_person(uuid) OWNER TO promptcards_searcher;

CREATE FUNCTION workspaces_after(after_slug text, most integer)
 RETURNS TABLE(workspace_id uuid)
 LANGUAGE plpgsql
 STABLE SECURITY DEFINER ROWS 50
 SET search_path TO 'pg_catalog', 'public', 'pg_temp'
AS $function$
BEGIN
    RETURN QUERY SELECT w.id FROM workspaces w WHERE w.slug > after_slug ORDER BY w.slug LIMIT most;
END
$function$;
REVOKE ALL ON FUNCTION workspaces_after(text,integer) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION workspaces_after(text,integer) TO promptcards_app;
ALTER FUNCTION workspaces_after(text,integer) OWNER TO promptcards_searcher;

CREATE FUNCTION workspaces_of_person(person uuid, after_slug text, most integer)
 RETURNS TABLE(workspace_id uuid)
 LANGUAGE plpgsql
 STABLE SECURITY DEFINER ROWS 50
 SET search_path TO 'pg_catalog', 'public', 'pg_temp'
AS $function$
BEGIN
    RETURN QUERY SELECT w.id
                   FROM workspace_members m
                   JOIN workspaces w ON w.id = m.workspace_id
                  WHERE m.user_id = person
                    AND person = ANY (nullif(current_setting('app.current_user_ids', true), '')::uuid[])
                    AND w.slug > after_slug
                  ORDER BY w.slug LIMIT most;
END
$function$;
REVOKE ALL ON FUNCTION workspaces_of_person(uuid,text,integer) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION workspaces_of_person(uuid,text,integer) TO promptcards_app;
ALTER FUNCTION workspaces_of_person(uuid,text,integer) OWNER TO promptcards_searcher;

CREATE FUNCTION workspaces_search_language()
 RETURNS trigger
 LANGUAGE plpgsql
 SET search_path TO 'pg_catalog', 'public'
AS $function$
BEGIN
    UPDATE prompt_cards SET title = title WHERE workspace_id = NEW.id;
    RETURN NULL;
END
$function$;

CREATE FUNCTION workspaces_with_cache_deletes()
 RETURNS TABLE(workspace_id uuid)
 LANGUAGE plpgsql
 STABLE SECURITY DEFINER ROWS 20
 SET search_path TO 'pg_catalog', 'public', 'pg_temp'
AS $function$
BEGIN
    RETURN QUERY SELECT DISTINCT d.workspace_id FROM cache_deletes d
                  WHERE d.created_at < statement_timestamp() - interval '1 second';
END
$function$;
REVOKE ALL ON FUNCTION workspaces_with_cache_deletes() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION workspaces_with_cache_deletes() TO promptcards_app;
ALTER FUNCTION workspaces_with_cache_deletes() OWNER TO promptcards_searcher;

CREATE TABLE api_keys (
    workspace_id uuid NOT NULL,
    id           uuid NOT NULL,
    name         text NOT NULL,
    secret_hash  bytea NOT NULL,
    scopes       text[] NOT NULL,
    user_id      uuid,
    created_by   text NOT NULL,
    created_at   timestamp with time zone NOT NULL,
    expires_at   timestamp with time zone NOT NULL,
    last_used_at timestamp with time zone,
    revoked_at   timestamp with time zone,
    revoked_by   text,
    CONSTRAINT api_keys_pkey PRIMARY KEY (workspace_id, id),
    CONSTRAINT api_keys_name_check CHECK (length(name) >= 1 AND length(name) <= 100),
    CONSTRAINT api_keys_revoked_check CHECK ((revoked_at IS NULL) = (revoked_by IS NULL)),
    CONSTRAINT api_keys_scopes_check CHECK (cardinality(scopes) > 0 AND array_position(scopes, NULL::text) IS NULL),
    CONSTRAINT api_keys_secret_check CHECK (length(secret_hash) = 32),
    CONSTRAINT api_keys_times_check CHECK (expires_at > created_at)
);
CREATE INDEX api_keys_id_idx ON api_keys USING btree (id);
CREATE INDEX api_keys_user_idx ON api_keys USING btree (user_id) WHERE user_id IS NOT NULL;
ALTER TABLE api_keys ENABLE ROW LEVEL SECURITY;
ALTER TABLE api_keys FORCE ROW LEVEL SECURITY;
CREATE POLICY api_keys_searcher ON api_keys FOR SELECT TO promptcards_searcher
    USING (true);
CREATE POLICY api_keys_workspace ON api_keys
    USING (workspace_id = (NULLIF(current_setting('app.current_workspace_id'::text, true), ''::text))::uuid)
    WITH CHECK (workspace_id = (NULLIF(current_setting('app.current_workspace_id'::text, true), ''::text))::uuid);
GRANT SELECT ON api_keys TO promptcards_searcher;
GRANT SELECT, INSERT, UPDATE ON api_keys TO promptcards_app;

CREATE TABLE audit_events (
    workspace_id  uuid NOT NULL,
    created_at    timestamp with time zone NOT NULL,
    id            uuid NOT NULL,
    seq           bigint NOT NULL,
    actor_kind    text NOT NULL,
    actor_id      text NOT NULL,
    action        text NOT NULL,
    object_kind   text NOT NULL,
    object_id     text NOT NULL,
    object_name   text NOT NULL,
    subject_id    uuid,
    before        jsonb,
    after         jsonb,
    origin_hash   bytea,
    subject_hash  bytea,
    key_id        bytea NOT NULL,
    previous_hash bytea NOT NULL,
    hash          bytea NOT NULL,
    CONSTRAINT audit_events_pkey PRIMARY KEY (workspace_id, created_at, id),
    CONSTRAINT audit_events_action_check CHECK (action ~ '^[a-z][a-z-]*(\.[a-z][a-z-]*)*$'::text),
    CONSTRAINT audit_events_actor_check CHECK (actor_kind = ANY (ARRAY['local'::text, 'user'::text, 'key'::text, 'system'::text])),
    CONSTRAINT audit_events_hash_check CHECK (octet_length(hash) = 32 AND octet_length(previous_hash) = 32),
    CONSTRAINT audit_events_seq_check CHECK (seq > 0)
) PARTITION BY RANGE (created_at);
CREATE INDEX audit_events_action_idx ON ONLY audit_events USING btree (workspace_id, action, created_at);
CREATE INDEX audit_events_actor_idx ON ONLY audit_events USING btree (workspace_id, actor_kind, actor_id, created_at);
CREATE INDEX audit_events_object_idx ON ONLY audit_events USING btree (workspace_id, object_kind, object_id, created_at);
CREATE INDEX audit_events_seq_idx ON ONLY audit_events USING btree (workspace_id, seq);
ALTER TABLE audit_events ENABLE ROW LEVEL SECURITY;
ALTER TABLE audit_events FORCE ROW LEVEL SECURITY;
CREATE POLICY audit_events_workspace ON audit_events
    USING (workspace_id = (NULLIF(current_setting('app.current_workspace_id'::text, true), ''::text))::uuid)
    WITH CHECK (workspace_id = (NULLIF(current_setting('app.current_workspace_id'::text, true), ''::text))::uuid);
CREATE TRIGGER audit_events_immutable BEFORE DELETE OR UPDATE ON audit_events FOR EACH ROW EXECUTE FUNCTION refuse_change();
GRANT SELECT, INSERT ON audit_events TO promptcards_app;

CREATE TABLE audit_heads (
    workspace_id uuid NOT NULL,
    seq          bigint NOT NULL,
    recorded_at  timestamp with time zone NOT NULL,
    hash         bytea NOT NULL,
    key_id       bytea NOT NULL,
    seal         bytea NOT NULL,
    CONSTRAINT audit_heads_pkey PRIMARY KEY (workspace_id),
    CONSTRAINT audit_heads_seq_check CHECK (seq >= 0)
);
ALTER TABLE audit_heads ENABLE ROW LEVEL SECURITY;
ALTER TABLE audit_heads FORCE ROW LEVEL SECURITY;
CREATE POLICY audit_heads_searcher ON audit_heads FOR SELECT TO promptcards_searcher
    USING (true);
CREATE POLICY audit_heads_workspace ON audit_heads
    USING (workspace_id = (NULLIF(current_setting('app.current_workspace_id'::text, true), ''::text))::uuid)
    WITH CHECK (workspace_id = (NULLIF(current_setting('app.current_workspace_id'::text, true), ''::text))::uuid);
GRANT SELECT ON audit_heads TO promptcards_searcher;
GRANT SELECT, INSERT, UPDATE ON audit_heads TO promptcards_app;

CREATE TABLE audit_people (
    workspace_id uuid NOT NULL,
    created_at   timestamp with time zone NOT NULL,
    event_id     uuid NOT NULL,
    role         text NOT NULL,
    user_id      uuid,
    salt         bytea NOT NULL,
    address      text NOT NULL,
    user_agent   text NOT NULL,
    details      jsonb,
    CONSTRAINT audit_people_pkey PRIMARY KEY (workspace_id, created_at, event_id, role),
    CONSTRAINT audit_people_role_check CHECK (role = ANY (ARRAY['origin'::text, 'subject'::text]))
) PARTITION BY RANGE (created_at);
CREATE INDEX audit_people_user_idx ON ONLY audit_people USING btree (user_id, workspace_id);
ALTER TABLE audit_people ENABLE ROW LEVEL SECURITY;
ALTER TABLE audit_people FORCE ROW LEVEL SECURITY;
CREATE POLICY audit_people_searcher ON audit_people FOR SELECT TO promptcards_searcher
    USING (true);
CREATE POLICY audit_people_workspace ON audit_people
    USING (workspace_id = (NULLIF(current_setting('app.current_workspace_id'::text, true), ''::text))::uuid)
    WITH CHECK (workspace_id = (NULLIF(current_setting('app.current_workspace_id'::text, true), ''::text))::uuid);
CREATE TRIGGER audit_people_immutable BEFORE UPDATE ON audit_people FOR EACH ROW EXECUTE FUNCTION refuse_change();
GRANT SELECT ON audit_people TO promptcards_searcher;
GRANT SELECT, INSERT, DELETE ON audit_people TO promptcards_app;

CREATE TABLE cache_deletes (
    workspace_id uuid NOT NULL,
    id           uuid NOT NULL,
    key          text NOT NULL,
    created_at   timestamp with time zone NOT NULL DEFAULT now(),
    CONSTRAINT cache_deletes_pkey PRIMARY KEY (workspace_id, id),
    CONSTRAINT cache_deletes_key_check CHECK (POSITION((workspace_id::text) IN (key)) > 0)
);
ALTER TABLE cache_deletes ENABLE ROW LEVEL SECURITY;
ALTER TABLE cache_deletes FORCE ROW LEVEL SECURITY;
CREATE POLICY cache_deletes_searcher ON cache_deletes FOR SELECT TO promptcards_searcher
    USING (true);
CREATE POLICY cache_deletes_workspace ON cache_deletes
    USING (workspace_id = (NULLIF(current_setting('app.current_workspace_id'::text, true), ''::text))::uuid)
    WITH CHECK (workspace_id = (NULLIF(current_setting('app.current_workspace_id'::text, true), ''::text))::uuid);
GRANT SELECT ON cache_deletes TO promptcards_searcher;
GRANT SELECT, INSERT, DELETE ON cache_deletes TO promptcards_app;

CREATE TABLE card_label_moves (
    workspace_id uuid NOT NULL,
    id           uuid NOT NULL DEFAULT gen_random_uuid(),
    card_id      uuid NOT NULL,
    label        text NOT NULL,
    from_version integer,
    to_version   integer,
    moved_by     text NOT NULL,
    moved_at     timestamp with time zone NOT NULL DEFAULT clock_timestamp(),
    CONSTRAINT card_label_moves_pkey PRIMARY KEY (workspace_id, card_id, label, moved_at, id),
    CONSTRAINT card_label_moves_versions_check CHECK (from_version IS NOT NULL OR to_version IS NOT NULL)
);
ALTER TABLE card_label_moves ENABLE ROW LEVEL SECURITY;
ALTER TABLE card_label_moves FORCE ROW LEVEL SECURITY;
CREATE POLICY card_label_moves_workspace ON card_label_moves
    USING (workspace_id = (NULLIF(current_setting('app.current_workspace_id'::text, true), ''::text))::uuid)
    WITH CHECK (workspace_id = (NULLIF(current_setting('app.current_workspace_id'::text, true), ''::text))::uuid);
GRANT SELECT, INSERT ON card_label_moves TO promptcards_app;

CREATE TABLE card_labels (
    workspace_id uuid NOT NULL,
    card_id      uuid NOT NULL,
    label        text NOT NULL,
    version      integer NOT NULL,
    updated_by   text NOT NULL,
    updated_at   timestamp with time zone NOT NULL DEFAULT now(),
    CONSTRAINT card_labels_pkey PRIMARY KEY (workspace_id, card_id, label),
    CONSTRAINT card_labels_label_check CHECK (label ~ '^[a-z0-9][a-z0-9._-]{0,62}$'::text AND label <> 'latest'::text)
);
CREATE INDEX card_labels_label_idx ON card_labels USING btree (workspace_id, label, card_id);
ALTER TABLE card_labels ENABLE ROW LEVEL SECURITY;
ALTER TABLE card_labels FORCE ROW LEVEL SECURITY;
CREATE POLICY card_labels_searcher ON card_labels FOR SELECT TO promptcards_searcher
    USING (true);
CREATE POLICY card_labels_workspace ON card_labels
    USING (workspace_id = (NULLIF(current_setting('app.current_workspace_id'::text, true), ''::text))::uuid)
    WITH CHECK (workspace_id = (NULLIF(current_setting('app.current_workspace_id'::text, true), ''::text))::uuid);
GRANT SELECT ON card_labels TO promptcards_searcher;
GRANT SELECT, INSERT, UPDATE, DELETE ON card_labels TO promptcards_app;

CREATE TABLE card_versions (
    workspace_id uuid NOT NULL,
    card_id      uuid NOT NULL,
    number       integer NOT NULL,
    kind         text NOT NULL,
    template     text,
    messages     jsonb,
    variables    jsonb NOT NULL DEFAULT '[]'::jsonb,
    settings     jsonb NOT NULL DEFAULT '{}'::jsonb,
    message      text NOT NULL DEFAULT ''::text,
    content_hash bytea NOT NULL,
    created_by   text NOT NULL,
    created_at   timestamp with time zone NOT NULL DEFAULT now(),
    function     text,
    CONSTRAINT card_versions_pkey PRIMARY KEY (workspace_id, card_id, number),
    CONSTRAINT card_versions_content_check CHECK (kind = 'text'::text AND template IS NOT NULL AND messages IS NULL AND function IS NULL OR kind = 'chat'::text AND template IS NULL AND jsonb_typeof(messages) = 'array'::text AND function IS NULL OR kind = 'script'::text AND template IS NOT NULL AND messages IS NULL),
    CONSTRAINT card_versions_number_check CHECK (number >= 1),
    CONSTRAINT card_versions_settings_check CHECK (jsonb_typeof(settings) = 'object'::text),
    CONSTRAINT card_versions_variables_check CHECK (jsonb_typeof(variables) = 'array'::text)
);
ALTER TABLE card_versions ENABLE ROW LEVEL SECURITY;
ALTER TABLE card_versions FORCE ROW LEVEL SECURITY;
CREATE POLICY card_versions_workspace ON card_versions
    USING (workspace_id = (NULLIF(current_setting('app.current_workspace_id'::text, true), ''::text))::uuid)
    WITH CHECK (workspace_id = (NULLIF(current_setting('app.current_workspace_id'::text, true), ''::text))::uuid);
CREATE TRIGGER card_versions_immutable BEFORE UPDATE ON card_versions FOR EACH ROW EXECUTE FUNCTION refuse_change();
GRANT SELECT, INSERT ON card_versions TO promptcards_app;

CREATE TABLE device_sign_ins (
    device_hash      bytea NOT NULL,
    user_code        text NOT NULL,
    client           text NOT NULL,
    state            text NOT NULL DEFAULT 'pending'::text,
    family_id        uuid,
    interval_seconds integer NOT NULL,
    created_at       timestamp with time zone NOT NULL,
    expires_at       timestamp with time zone NOT NULL,
    polled_at        timestamp with time zone,
    CONSTRAINT device_sign_ins_pkey PRIMARY KEY (device_hash),
    CONSTRAINT device_sign_ins_user_code_key UNIQUE (user_code),
    CONSTRAINT device_sign_ins_client_check CHECK (length(client) >= 1 AND length(client) <= 100),
    CONSTRAINT device_sign_ins_family_check CHECK ((state = 'approved'::text) = (family_id IS NOT NULL)),
    CONSTRAINT device_sign_ins_hash_check CHECK (length(device_hash) = 32),
    CONSTRAINT device_sign_ins_state_check CHECK (state = ANY (ARRAY['pending'::text, 'approved'::text, 'denied'::text])),
    CONSTRAINT device_sign_ins_user_code_check CHECK (user_code ~ '^[BCDFGHJKLMNPQRSTVWXZ]{8}$'::text)
);
CREATE INDEX device_sign_ins_expires_idx ON device_sign_ins USING btree (expires_at);
CREATE INDEX device_sign_ins_family_idx ON device_sign_ins USING btree (family_id);
GRANT SELECT, INSERT, UPDATE, DELETE ON device_sign_ins TO promptcards_app;

CREATE TABLE execution_rollups (
    workspace_id              uuid NOT NULL,
    grain                     text NOT NULL,
    day                       date NOT NULL,
    card_id                   uuid,
    version                   integer,
    llm_provider              text,
    model                     text,
    created_by                text,
    subject                   uuid NOT NULL GENERATED ALWAYS AS ((md5(COALESCE((((card_id)::text || ' '::text) || version), (((length(llm_provider) || ' '::text) || llm_provider) || model), created_by, ''::text)))::uuid) STORED,
    executions                bigint NOT NULL,
    passed                    bigint NOT NULL,
    failed                    bigint NOT NULL,
    errors                    bigint NOT NULL,
    unknown                   bigint NOT NULL,
    cached                    bigint NOT NULL,
    calls                     bigint NOT NULL,
    priced                    bigint NOT NULL,
    unpriced                  bigint NOT NULL,
    cost_usd                  numeric NOT NULL,
    metered                   bigint NOT NULL,
    prompt_tokens             bigint NOT NULL,
    completion_tokens         bigint NOT NULL,
    judged                    bigint NOT NULL,
    grading_priced            bigint NOT NULL,
    grading_cost_usd          numeric NOT NULL,
    grading_prompt_tokens     bigint NOT NULL,
    grading_completion_tokens bigint NOT NULL,
    scored                    bigint NOT NULL,
    score_sum                 numeric NOT NULL,
    score_squares             numeric NOT NULL,
    timed                     bigint NOT NULL,
    latency_sum_ms            numeric NOT NULL,
    latency_squares           numeric NOT NULL,
    latency_histogram         integer[] NOT NULL,
    latency_quantiles         double precision[] GENERATED ALWAYS AS (
CASE grain
    WHEN 'workspace'::text THEN histogram_quantiles(latency_histogram, '{0.5,0.95}'::double precision[])
    ELSE NULL::double precision[]
END) STORED,
    CONSTRAINT execution_rollups_pkey PRIMARY KEY (workspace_id, grain, day, subject),
    CONSTRAINT execution_rollups_grain_check CHECK (
CASE grain
    WHEN 'workspace'::text THEN num_nonnulls(card_id, version, llm_provider, model, created_by) = 0
    WHEN 'card'::text THEN num_nonnulls(card_id, version) = 2 AND num_nonnulls(llm_provider, model, created_by) = 0
    WHEN 'model'::text THEN num_nonnulls(llm_provider, model) = 2 AND num_nonnulls(card_id, version, created_by) = 0
    WHEN 'person'::text THEN created_by IS NOT NULL AND num_nonnulls(card_id, version, llm_provider, model) = 0
    ELSE false
END)
) WITH (fillfactor=70);
CREATE INDEX execution_rollups_card_idx ON execution_rollups USING btree (workspace_id, card_id, day) WHERE card_id IS NOT NULL;
ALTER TABLE execution_rollups ENABLE ROW LEVEL SECURITY;
ALTER TABLE execution_rollups FORCE ROW LEVEL SECURITY;
CREATE POLICY execution_rollups_workspace ON execution_rollups
    USING (workspace_id = (NULLIF(current_setting('app.current_workspace_id'::text, true), ''::text))::uuid)
    WITH CHECK (workspace_id = (NULLIF(current_setting('app.current_workspace_id'::text, true), ''::text))::uuid);
GRANT SELECT ON execution_rollups TO promptcards_app;

CREATE TABLE family_tokens (
    user_id    uuid NOT NULL,
    family_id  uuid NOT NULL,
    hash       bytea NOT NULL,
    kind       text NOT NULL,
    given_for  bytea,
    expires_at timestamp with time zone NOT NULL,
    used_at    timestamp with time zone,
    retry_hash bytea,
    CONSTRAINT family_tokens_pkey PRIMARY KEY (user_id, family_id, hash),
    CONSTRAINT family_tokens_hash_check CHECK (length(hash) = 32),
    CONSTRAINT family_tokens_kind_check CHECK (kind = ANY (ARRAY['access'::text, 'refresh'::text])),
    CONSTRAINT family_tokens_retry_check CHECK (retry_hash IS NULL OR used_at IS NOT NULL),
    CONSTRAINT family_tokens_used_check CHECK (used_at IS NULL OR kind = 'refresh'::text)
);
ALTER TABLE family_tokens ENABLE ROW LEVEL SECURITY;
ALTER TABLE family_tokens FORCE ROW LEVEL SECURITY;
CREATE POLICY family_tokens_person ON family_tokens
    USING (user_id = ANY ((NULLIF(current_setting('app.current_user_ids'::text, true), ''::text))::uuid[]))
    WITH CHECK (user_id = ANY ((NULLIF(current_setting('app.current_user_ids'::text, true), ''::text))::uuid[]));
GRANT SELECT, INSERT, UPDATE, DELETE ON family_tokens TO promptcards_app;

CREATE TABLE import_rows (
    workspace_id      uuid NOT NULL,
    run_id            uuid NOT NULL,
    line              integer NOT NULL,
    card              text NOT NULL,
    version           integer NOT NULL,
    provider          text NOT NULL,
    model             text NOT NULL,
    case_key          text NOT NULL,
    repeat_number     integer,
    ran_at            timestamp with time zone NOT NULL,
    outcome           text NOT NULL,
    score             double precision,
    reason            text,
    prompt            text,
    output            text,
    error             text,
    execution_time_ms bigint,
    prompt_tokens     integer,
    completion_tokens integer,
    cost_usd          numeric(20,10),
    CONSTRAINT import_rows_pkey PRIMARY KEY (workspace_id, run_id, line)
);
ALTER TABLE import_rows ENABLE ROW LEVEL SECURITY;
ALTER TABLE import_rows FORCE ROW LEVEL SECURITY;
CREATE POLICY import_rows_workspace ON import_rows
    USING (workspace_id = (NULLIF(current_setting('app.current_workspace_id'::text, true), ''::text))::uuid)
    WITH CHECK (workspace_id = (NULLIF(current_setting('app.current_workspace_id'::text, true), ''::text))::uuid);
GRANT SELECT, INSERT, DELETE ON import_rows TO promptcards_app;

CREATE TABLE installation (
    the_one          boolean NOT NULL DEFAULT true,
    master_key_check bytea NOT NULL,
    created_at       timestamp with time zone NOT NULL DEFAULT now(),
    CONSTRAINT installation_pkey PRIMARY KEY (the_one),
    CONSTRAINT installation_master_key_check CHECK (length(master_key_check) = 32),
    CONSTRAINT installation_the_one_check CHECK (the_one)
);
GRANT SELECT, INSERT ON installation TO promptcards_app;

CREATE TABLE invitations (
    workspace_id uuid NOT NULL,
    id           uuid NOT NULL DEFAULT gen_random_uuid(),
    role         text NOT NULL,
    email        text,
    token_hash   bytea NOT NULL,
    invited_by   text NOT NULL,
    inviter      uuid,
    created_at   timestamp with time zone NOT NULL DEFAULT now(),
    expires_at   timestamp with time zone NOT NULL,
    accepted_at  timestamp with time zone,
    accepted_by  uuid,
    revoked_at   timestamp with time zone,
    CONSTRAINT invitations_pkey PRIMARY KEY (workspace_id, id),
    CONSTRAINT invitations_accepted_check CHECK ((accepted_at IS NULL) = (accepted_by IS NULL)),
    CONSTRAINT invitations_email_check CHECK (length(email) >= 3 AND length(email) <= 320 AND email ~ '^[^@\s]+@[^@\s]+$'::text),
    CONSTRAINT invitations_end_check CHECK (accepted_at IS NULL OR revoked_at IS NULL),
    CONSTRAINT invitations_times_check CHECK (expires_at > created_at),
    CONSTRAINT invitations_token_check CHECK (length(token_hash) = 32)
);
CREATE INDEX invitations_token_idx ON invitations USING btree (token_hash);
ALTER TABLE invitations ENABLE ROW LEVEL SECURITY;
ALTER TABLE invitations FORCE ROW LEVEL SECURITY;
CREATE POLICY invitations_searcher ON invitations FOR SELECT TO promptcards_searcher
    USING (true);
CREATE POLICY invitations_workspace ON invitations
    USING (workspace_id = (NULLIF(current_setting('app.current_workspace_id'::text, true), ''::text))::uuid)
    WITH CHECK (workspace_id = (NULLIF(current_setting('app.current_workspace_id'::text, true), ''::text))::uuid);
GRANT SELECT ON invitations TO promptcards_searcher;
GRANT SELECT, INSERT, UPDATE ON invitations TO promptcards_app;

CREATE TABLE judge_calls (
    workspace_id uuid NOT NULL,
    run_id       uuid NOT NULL,
    item_number  integer NOT NULL,
    request_hash bytea NOT NULL,
    sends        integer NOT NULL DEFAULT 1,
    answered     boolean NOT NULL DEFAULT false,
    sent_at      timestamp with time zone NOT NULL DEFAULT statement_timestamp(),
    CONSTRAINT judge_calls_pkey PRIMARY KEY (workspace_id, run_id, item_number, request_hash),
    CONSTRAINT judge_calls_hash_check CHECK (length(request_hash) = 32),
    CONSTRAINT judge_calls_sends_check CHECK (sends >= 1)
) WITH (fillfactor=70, autovacuum_vacuum_scale_factor=0.02, autovacuum_vacuum_threshold=2000);
ALTER TABLE judge_calls ENABLE ROW LEVEL SECURITY;
ALTER TABLE judge_calls FORCE ROW LEVEL SECURITY;
CREATE POLICY judge_calls_workspace ON judge_calls
    USING (workspace_id = (NULLIF(current_setting('app.current_workspace_id'::text, true), ''::text))::uuid)
    WITH CHECK (workspace_id = (NULLIF(current_setting('app.current_workspace_id'::text, true), ''::text))::uuid);
GRANT SELECT, INSERT, UPDATE, DELETE ON judge_calls TO promptcards_app;

CREATE TABLE prompt_cards (
    workspace_id   uuid NOT NULL,
    id             uuid NOT NULL DEFAULT gen_random_uuid(),
    slug           text NOT NULL,
    title          character varying(500) NOT NULL,
    description    text NOT NULL DEFAULT ''::text,
    tags           jsonb NOT NULL DEFAULT '[]'::jsonb,
    variables      jsonb NOT NULL DEFAULT '[]'::jsonb,
    metadata       jsonb NOT NULL DEFAULT '{}'::jsonb,
    latest_version integer NOT NULL DEFAULT 0,
    revision       integer NOT NULL DEFAULT 1,
    archived_at    timestamp with time zone,
    created_at     timestamp with time zone NOT NULL DEFAULT now(),
    updated_at     timestamp with time zone NOT NULL DEFAULT now(),
    search_vector  tsvector NOT NULL DEFAULT ''::tsvector,
    folder         text GENERATED ALWAYS AS ("left"((metadata ->> 'folder'::text), 200)) STORED,
    head_vector    tsvector NOT NULL DEFAULT ''::tsvector,
    CONSTRAINT prompt_cards_pkey PRIMARY KEY (workspace_id, id),
    CONSTRAINT prompt_cards_slug_key UNIQUE (workspace_id, slug),
    CONSTRAINT prompt_cards_metadata_check CHECK (jsonb_typeof(metadata) = 'object'::text),
    CONSTRAINT prompt_cards_slug_check CHECK (slug ~ '^[a-z0-9][a-z0-9-]{0,127}$'::text),
    CONSTRAINT prompt_cards_tags_check CHECK (jsonb_typeof(tags) = 'array'::text),
    CONSTRAINT prompt_cards_variables_check CHECK (jsonb_typeof(variables) = 'array'::text)
);
CREATE INDEX prompt_cards_archived_idx ON prompt_cards USING btree (workspace_id, id) WHERE archived_at IS NOT NULL;
CREATE INDEX prompt_cards_created_idx ON prompt_cards USING btree (workspace_id, created_at, id);
CREATE INDEX prompt_cards_folder_idx ON prompt_cards USING btree (workspace_id, folder) WHERE folder IS NOT NULL;
CREATE INDEX prompt_cards_head_idx ON prompt_cards USING gin (workspace_id, head_vector);
CREATE INDEX prompt_cards_metadata_idx ON prompt_cards USING gin (workspace_id, metadata jsonb_path_ops);
CREATE INDEX prompt_cards_search_idx ON prompt_cards USING gin (workspace_id, search_vector);
CREATE INDEX prompt_cards_tags_idx ON prompt_cards USING gin (workspace_id, tags jsonb_path_ops);
CREATE INDEX prompt_cards_title_idx ON prompt_cards USING btree (workspace_id, lower(title::text), id);
CREATE INDEX prompt_cards_title_part_idx ON prompt_cards USING gin (workspace_id, title gin_trgm_ops);
CREATE INDEX prompt_cards_updated_idx ON prompt_cards USING btree (workspace_id, updated_at, id);
CREATE INDEX prompt_cards_variables_idx ON prompt_cards USING gin (workspace_id, variables jsonb_path_ops);
ALTER TABLE prompt_cards ENABLE ROW LEVEL SECURITY;
ALTER TABLE prompt_cards FORCE ROW LEVEL SECURITY;
CREATE POLICY prompt_cards_searcher ON prompt_cards FOR SELECT TO promptcards_searcher
    USING (true);
CREATE POLICY prompt_cards_workspace ON prompt_cards
    USING (workspace_id = (NULLIF(current_setting('app.current_workspace_id'::text, true), ''::text))::uuid)
    WITH CHECK (workspace_id = (NULLIF(current_setting('app.current_workspace_id'::text, true), ''::text))::uuid);
CREATE TRIGGER prompt_cards_search_vector BEFORE INSERT OR UPDATE OF title, description, tags, latest_version ON prompt_cards FOR EACH ROW EXECUTE FUNCTION prompt_cards_search_vector();
GRANT SELECT ON prompt_cards TO promptcards_searcher;
GRANT SELECT, INSERT, UPDATE ON prompt_cards TO promptcards_app;

CREATE TABLE protected_labels (
    workspace_id  uuid NOT NULL,
    pattern       text NOT NULL,
    roles         text[] NOT NULL DEFAULT '{}'::text[],
    suite_id      uuid,
    min_pass_rate double precision,
    updated_by    text NOT NULL,
    updated_at    timestamp with time zone NOT NULL DEFAULT now(),
    CONSTRAINT protected_labels_pkey PRIMARY KEY (workspace_id, pattern),
    CONSTRAINT protected_labels_pattern_check CHECK (pattern ~ '^[a-z0-9*][a-z0-9._*-]{0,62}$'::text),
    CONSTRAINT protected_labels_rate_check CHECK (min_pass_rate >= 0::double precision AND min_pass_rate <= 1::double precision),
    CONSTRAINT protected_labels_roles_check CHECK (array_position(roles, NULL::text) IS NULL),
    CONSTRAINT protected_labels_suite_check CHECK ((suite_id IS NULL) = (min_pass_rate IS NULL))
);
ALTER TABLE protected_labels ENABLE ROW LEVEL SECURITY;
ALTER TABLE protected_labels FORCE ROW LEVEL SECURITY;
CREATE POLICY protected_labels_workspace ON protected_labels
    USING (workspace_id = (NULLIF(current_setting('app.current_workspace_id'::text, true), ''::text))::uuid)
    WITH CHECK (workspace_id = (NULLIF(current_setting('app.current_workspace_id'::text, true), ''::text))::uuid);
GRANT SELECT, INSERT, UPDATE, DELETE ON protected_labels TO promptcards_app;

CREATE TABLE provider_connections (
    workspace_id uuid NOT NULL,
    id           uuid NOT NULL,
    slug         text NOT NULL,
    kind         text NOT NULL,
    base_url     text,
    models       jsonb NOT NULL DEFAULT '[]'::jsonb,
    limits       jsonb NOT NULL DEFAULT '{}'::jsonb,
    prices       jsonb NOT NULL DEFAULT '{}'::jsonb,
    header_names jsonb NOT NULL DEFAULT '[]'::jsonb,
    sealed       bytea,
    key_set      boolean NOT NULL DEFAULT false,
    key_hint     text NOT NULL DEFAULT ''::text,
    is_default   boolean NOT NULL DEFAULT false,
    revision     integer NOT NULL DEFAULT 1,
    updated_by   text NOT NULL,
    archived_at  timestamp with time zone,
    created_at   timestamp with time zone NOT NULL DEFAULT now(),
    updated_at   timestamp with time zone NOT NULL DEFAULT now(),
    CONSTRAINT provider_connections_pkey PRIMARY KEY (workspace_id, id),
    CONSTRAINT provider_connections_slug_key UNIQUE (workspace_id, slug),
    CONSTRAINT provider_connections_archived_check CHECK (archived_at IS NULL OR sealed IS NULL AND NOT is_default),
    CONSTRAINT provider_connections_header_names_check CHECK (jsonb_typeof(header_names) = 'array'::text),
    CONSTRAINT provider_connections_key_hint_check CHECK (length(key_hint) <= 4 AND (key_set OR key_hint = ''::text)),
    CONSTRAINT provider_connections_limits_check CHECK (jsonb_typeof(limits) = 'object'::text),
    CONSTRAINT provider_connections_models_check CHECK (jsonb_typeof(models) = 'array'::text),
    CONSTRAINT provider_connections_prices_check CHECK (jsonb_typeof(prices) = 'object'::text),
    CONSTRAINT provider_connections_sealed_check CHECK ((sealed IS NOT NULL) = (key_set OR header_names <> '[]'::jsonb)),
    CONSTRAINT provider_connections_slug_check CHECK (slug ~ '^[a-z0-9][a-z0-9-]{0,62}$'::text)
);
CREATE UNIQUE INDEX provider_connections_default_idx ON provider_connections USING btree (workspace_id, kind) WHERE is_default;
ALTER TABLE provider_connections ENABLE ROW LEVEL SECURITY;
ALTER TABLE provider_connections FORCE ROW LEVEL SECURITY;
CREATE POLICY provider_connections_searcher ON provider_connections FOR SELECT TO promptcards_searcher
    USING (true);
CREATE POLICY provider_connections_workspace ON provider_connections
    USING (workspace_id = (NULLIF(current_setting('app.current_workspace_id'::text, true), ''::text))::uuid)
    WITH CHECK (workspace_id = (NULLIF(current_setting('app.current_workspace_id'::text, true), ''::text))::uuid);
GRANT SELECT, INSERT, UPDATE ON provider_connections TO promptcards_app;

CREATE TABLE provider_responses (
    workspace_id   uuid NOT NULL,
    request_hash   bytea NOT NULL,
    body           bytea NOT NULL,
    latency_millis bigint NOT NULL,
    created_at     timestamp with time zone NOT NULL DEFAULT now(),
    CONSTRAINT provider_responses_pkey PRIMARY KEY (workspace_id, request_hash),
    CONSTRAINT provider_responses_hash_check CHECK (length(request_hash) = 32)
);
ALTER TABLE provider_responses ENABLE ROW LEVEL SECURITY;
ALTER TABLE provider_responses FORCE ROW LEVEL SECURITY;
CREATE POLICY provider_responses_workspace ON provider_responses
    USING (workspace_id = (NULLIF(current_setting('app.current_workspace_id'::text, true), ''::text))::uuid)
    WITH CHECK (workspace_id = (NULLIF(current_setting('app.current_workspace_id'::text, true), ''::text))::uuid);
GRANT SELECT, INSERT, UPDATE ON provider_responses TO promptcards_app;

CREATE TABLE roles (
    workspace_id uuid NOT NULL,
    name         text NOT NULL,
    description  text NOT NULL DEFAULT ''::text,
    permissions  text[] NOT NULL,
    created_at   timestamp with time zone NOT NULL DEFAULT now(),
    updated_at   timestamp with time zone NOT NULL DEFAULT now(),
    CONSTRAINT roles_pkey PRIMARY KEY (workspace_id, name),
    CONSTRAINT roles_name_check CHECK (name ~ '^[a-z0-9][a-z0-9-]{0,62}$'::text AND (name <> ALL (ARRAY['owner'::text, 'admin'::text, 'editor'::text, 'runner'::text, 'viewer'::text]))),
    CONSTRAINT roles_permissions_check CHECK (array_position(permissions, NULL::text) IS NULL)
);
ALTER TABLE roles ENABLE ROW LEVEL SECURITY;
ALTER TABLE roles FORCE ROW LEVEL SECURITY;
CREATE POLICY roles_workspace ON roles
    USING (workspace_id = (NULLIF(current_setting('app.current_workspace_id'::text, true), ''::text))::uuid)
    WITH CHECK (workspace_id = (NULLIF(current_setting('app.current_workspace_id'::text, true), ''::text))::uuid);
GRANT SELECT, INSERT, UPDATE, DELETE ON roles TO promptcards_app;

CREATE TABLE run_columns (
    workspace_id   uuid NOT NULL,
    run_id         uuid NOT NULL,
    number         integer NOT NULL,
    card_id        uuid NOT NULL,
    version        integer NOT NULL,
    prompt_label   text NOT NULL,
    provider_id    text NOT NULL,
    provider_label text,
    provider_kind  text NOT NULL,
    model          text NOT NULL,
    config         jsonb NOT NULL DEFAULT '{}'::jsonb,
    CONSTRAINT run_columns_pkey PRIMARY KEY (workspace_id, run_id, number),
    CONSTRAINT run_columns_config_check CHECK (jsonb_typeof(config) = 'object'::text)
);
CREATE INDEX run_columns_version_idx ON run_columns USING btree (workspace_id, card_id, version, run_id);
ALTER TABLE run_columns ENABLE ROW LEVEL SECURITY;
ALTER TABLE run_columns FORCE ROW LEVEL SECURITY;
CREATE POLICY run_columns_workspace ON run_columns
    USING (workspace_id = (NULLIF(current_setting('app.current_workspace_id'::text, true), ''::text))::uuid)
    WITH CHECK (workspace_id = (NULLIF(current_setting('app.current_workspace_id'::text, true), ''::text))::uuid);
GRANT SELECT, INSERT ON run_columns TO promptcards_app;

CREATE TABLE run_events (
    workspace_id uuid NOT NULL,
    run_id       uuid NOT NULL,
    id           uuid NOT NULL,
    kind         text NOT NULL,
    detail       jsonb NOT NULL DEFAULT '{}'::jsonb,
    created_at   timestamp with time zone NOT NULL DEFAULT clock_timestamp(),
    CONSTRAINT run_events_pkey PRIMARY KEY (workspace_id, run_id, id)
);
ALTER TABLE run_events ENABLE ROW LEVEL SECURITY;
ALTER TABLE run_events FORCE ROW LEVEL SECURITY;
CREATE POLICY run_events_workspace ON run_events
    USING (workspace_id = (NULLIF(current_setting('app.current_workspace_id'::text, true), ''::text))::uuid)
    WITH CHECK (workspace_id = (NULLIF(current_setting('app.current_workspace_id'::text, true), ''::text))::uuid);
GRANT SELECT, INSERT ON run_events TO promptcards_app;

CREATE TABLE run_items (
    workspace_id  uuid NOT NULL,
    run_id        uuid NOT NULL,
    number        integer NOT NULL,
    column_number integer NOT NULL,
    case_position integer NOT NULL,
    repeat_number integer NOT NULL,
    state         text NOT NULL DEFAULT 'ready'::text,
    fence         integer NOT NULL DEFAULT 0,
    tries         integer NOT NULL DEFAULT 0,
    sends         integer NOT NULL DEFAULT 0,
    not_before    timestamp with time zone NOT NULL DEFAULT '-infinity'::timestamp with time zone,
    lease_until   timestamp with time zone,
    request_hash  bytea,
    last_error    text,
    comparison    boolean NOT NULL DEFAULT false,
    CONSTRAINT run_items_pkey PRIMARY KEY (workspace_id, run_id, number),
    CONSTRAINT run_items_lease_check CHECK ((state = ANY (ARRAY['leased'::text, 'sent'::text])) = (lease_until IS NOT NULL)),
    CONSTRAINT run_items_sent_check CHECK (state <> 'sent'::text OR request_hash IS NOT NULL),
    CONSTRAINT run_items_state_check CHECK (state = ANY (ARRAY['ready'::text, 'leased'::text, 'sent'::text, 'unknown'::text]))
) WITH (fillfactor=60, autovacuum_vacuum_scale_factor=0.02, autovacuum_vacuum_threshold=2000);
ALTER TABLE run_items ENABLE ROW LEVEL SECURITY;
ALTER TABLE run_items FORCE ROW LEVEL SECURITY;
CREATE POLICY run_items_claimer ON run_items FOR SELECT TO promptcards_claimer
    USING (true);
CREATE POLICY run_items_workspace ON run_items
    USING (workspace_id = (NULLIF(current_setting('app.current_workspace_id'::text, true), ''::text))::uuid)
    WITH CHECK (workspace_id = (NULLIF(current_setting('app.current_workspace_id'::text, true), ''::text))::uuid);
GRANT SELECT ON run_items TO promptcards_claimer;
GRANT SELECT, INSERT, UPDATE, DELETE ON run_items TO promptcards_app;

CREATE TABLE run_numbers (
    workspace_id uuid NOT NULL,
    last_number  integer NOT NULL,
    CONSTRAINT run_numbers_pkey PRIMARY KEY (workspace_id)
);
ALTER TABLE run_numbers ENABLE ROW LEVEL SECURITY;
ALTER TABLE run_numbers FORCE ROW LEVEL SECURITY;
CREATE POLICY run_numbers_workspace ON run_numbers
    USING (workspace_id = (NULLIF(current_setting('app.current_workspace_id'::text, true), ''::text))::uuid)
    WITH CHECK (workspace_id = (NULLIF(current_setting('app.current_workspace_id'::text, true), ''::text))::uuid);
GRANT SELECT, INSERT, UPDATE ON run_numbers TO promptcards_app;

CREATE TABLE run_progress (
    workspace_id              uuid NOT NULL,
    run_id                    uuid NOT NULL,
    passed                    integer NOT NULL DEFAULT 0,
    failed                    integer NOT NULL DEFAULT 0,
    errors                    integer NOT NULL DEFAULT 0,
    unknown                   integer NOT NULL DEFAULT 0,
    cached                    integer NOT NULL DEFAULT 0,
    maybe_charged_twice       integer NOT NULL DEFAULT 0,
    unpriced                  integer NOT NULL DEFAULT 0,
    cost_usd                  numeric(20,10) NOT NULL DEFAULT 0,
    prompt_tokens             bigint NOT NULL DEFAULT 0,
    completion_tokens         bigint NOT NULL DEFAULT 0,
    grading_cost_usd          numeric(20,10) NOT NULL DEFAULT 0,
    grading_unpriced          integer NOT NULL DEFAULT 0,
    grading_prompt_tokens     bigint NOT NULL DEFAULT 0,
    grading_completion_tokens bigint NOT NULL DEFAULT 0,
    held_comparisons          integer NOT NULL DEFAULT 0,
    CONSTRAINT run_progress_pkey PRIMARY KEY (workspace_id, run_id),
    CONSTRAINT run_progress_check CHECK (passed >= 0 AND failed >= 0 AND errors >= 0 AND unknown >= 0),
    CONSTRAINT run_progress_held_comparisons_check CHECK (held_comparisons >= 0)
);
ALTER TABLE run_progress ENABLE ROW LEVEL SECURITY;
ALTER TABLE run_progress FORCE ROW LEVEL SECURITY;
CREATE POLICY run_progress_workspace ON run_progress
    USING (workspace_id = (NULLIF(current_setting('app.current_workspace_id'::text, true), ''::text))::uuid)
    WITH CHECK (workspace_id = (NULLIF(current_setting('app.current_workspace_id'::text, true), ''::text))::uuid);
GRANT SELECT, INSERT, UPDATE ON run_progress TO promptcards_app;

CREATE TABLE run_secrets (
    workspace_id uuid NOT NULL,
    run_id       uuid NOT NULL,
    sealed       bytea NOT NULL,
    CONSTRAINT run_secrets_pkey PRIMARY KEY (workspace_id, run_id)
);
ALTER TABLE run_secrets ENABLE ROW LEVEL SECURITY;
ALTER TABLE run_secrets FORCE ROW LEVEL SECURITY;
CREATE POLICY run_secrets_workspace ON run_secrets
    USING (workspace_id = (NULLIF(current_setting('app.current_workspace_id'::text, true), ''::text))::uuid)
    WITH CHECK (workspace_id = (NULLIF(current_setting('app.current_workspace_id'::text, true), ''::text))::uuid);
GRANT SELECT, INSERT, DELETE ON run_secrets TO promptcards_app;

CREATE TABLE set_up_links (
    one        boolean NOT NULL DEFAULT true,
    token_hash bytea NOT NULL,
    expires_at timestamp with time zone NOT NULL,
    CONSTRAINT set_up_links_pkey PRIMARY KEY (one),
    CONSTRAINT set_up_links_one_check CHECK (one),
    CONSTRAINT set_up_links_token_check CHECK (length(token_hash) = 32)
);
GRANT SELECT, INSERT, UPDATE, DELETE ON set_up_links TO promptcards_app;

CREATE TABLE sign_in_tries (
    key           bytea NOT NULL,
    tries         integer NOT NULL,
    last_at       timestamp with time zone NOT NULL,
    blocked_until timestamp with time zone NOT NULL,
    told          boolean NOT NULL DEFAULT false,
    CONSTRAINT sign_in_tries_pkey PRIMARY KEY (key),
    CONSTRAINT sign_in_tries_key_check CHECK (length(key) = 32),
    CONSTRAINT sign_in_tries_tries_check CHECK (tries >= 0)
);
CREATE INDEX sign_in_tries_last_idx ON sign_in_tries USING btree (last_at);
GRANT SELECT, INSERT, UPDATE, DELETE ON sign_in_tries TO promptcards_app;

CREATE TABLE suite_revisions (
    workspace_id uuid NOT NULL,
    suite_id     uuid NOT NULL,
    number       integer NOT NULL,
    defaults     jsonb NOT NULL DEFAULT '{}'::jsonb,
    cases        integer NOT NULL DEFAULT 0,
    content_hash bytea,
    created_by   text NOT NULL,
    created_at   timestamp with time zone NOT NULL DEFAULT now(),
    published_at timestamp with time zone,
    CONSTRAINT suite_revisions_pkey PRIMARY KEY (workspace_id, suite_id, number),
    CONSTRAINT suite_revisions_defaults_check CHECK (jsonb_typeof(defaults) = 'object'::text),
    CONSTRAINT suite_revisions_number_check CHECK (number >= 1),
    CONSTRAINT suite_revisions_published_check CHECK (published_at IS NULL OR content_hash IS NOT NULL)
);
ALTER TABLE suite_revisions ENABLE ROW LEVEL SECURITY;
ALTER TABLE suite_revisions FORCE ROW LEVEL SECURITY;
CREATE POLICY suite_revisions_workspace ON suite_revisions
    USING (workspace_id = (NULLIF(current_setting('app.current_workspace_id'::text, true), ''::text))::uuid)
    WITH CHECK (workspace_id = (NULLIF(current_setting('app.current_workspace_id'::text, true), ''::text))::uuid);
GRANT SELECT, INSERT, UPDATE, DELETE ON suite_revisions TO promptcards_app;

CREATE TABLE test_cases (
    workspace_id     uuid NOT NULL,
    suite_id         uuid NOT NULL,
    revision         integer NOT NULL,
    "position"       integer NOT NULL,
    key              text NOT NULL,
    description      text,
    vars             jsonb NOT NULL DEFAULT '{}'::jsonb,
    assertions       jsonb NOT NULL DEFAULT '[]'::jsonb,
    options          jsonb NOT NULL DEFAULT '{}'::jsonb,
    threshold        double precision,
    metadata         jsonb NOT NULL DEFAULT '{}'::jsonb,
    unsupported      text,
    expansion_offset integer NOT NULL DEFAULT 0,
    expansion_size   integer NOT NULL DEFAULT 1,
    overrides        jsonb NOT NULL DEFAULT '{}'::jsonb,
    CONSTRAINT test_cases_pkey PRIMARY KEY (workspace_id, suite_id, revision, "position"),
    CONSTRAINT test_cases_key_key UNIQUE (workspace_id, suite_id, revision, key),
    CONSTRAINT test_cases_assertions_check CHECK (jsonb_typeof(assertions) = 'array'::text),
    CONSTRAINT test_cases_expansion_check CHECK (expansion_offset >= 0 AND expansion_offset < expansion_size AND expansion_offset <= "position"),
    CONSTRAINT test_cases_metadata_check CHECK (jsonb_typeof(metadata) = 'object'::text),
    CONSTRAINT test_cases_options_check CHECK (jsonb_typeof(options) = 'object'::text),
    CONSTRAINT test_cases_overrides_check CHECK (jsonb_typeof(overrides) = 'object'::text AND ((overrides -> 'provider'::text) IS NULL OR COALESCE(jsonb_typeof((overrides -> 'provider'::text) -> 'id'::text) = 'string'::text, false)) AND COALESCE(jsonb_typeof(overrides -> 'providers'::text), 'array'::text) = 'array'::text AND COALESCE(jsonb_typeof(overrides -> 'prompts'::text), 'array'::text) = 'array'::text),
    CONSTRAINT test_cases_position_check CHECK ("position" >= 0),
    CONSTRAINT test_cases_vars_check CHECK (jsonb_typeof(vars) = 'object'::text)
);
ALTER TABLE test_cases ENABLE ROW LEVEL SECURITY;
ALTER TABLE test_cases FORCE ROW LEVEL SECURITY;
CREATE POLICY test_cases_workspace ON test_cases
    USING (workspace_id = (NULLIF(current_setting('app.current_workspace_id'::text, true), ''::text))::uuid)
    WITH CHECK (workspace_id = (NULLIF(current_setting('app.current_workspace_id'::text, true), ''::text))::uuid);
GRANT SELECT, INSERT, DELETE ON test_cases TO promptcards_app;

CREATE TABLE test_executions (
    workspace_id              uuid NOT NULL,
    created_at                timestamp with time zone NOT NULL,
    id                        uuid NOT NULL,
    run_id                    uuid NOT NULL,
    item_number               integer NOT NULL,
    column_number             integer NOT NULL,
    case_position             integer NOT NULL,
    case_key                  text NOT NULL,
    repeat_number             integer NOT NULL,
    prompt_card_id            uuid NOT NULL,
    version                   integer NOT NULL,
    llm_provider              text NOT NULL,
    model                     text NOT NULL,
    rendered_prompt           text,
    output                    text,
    output_is_json            boolean NOT NULL DEFAULT false,
    outcome                   text NOT NULL,
    passed                    boolean NOT NULL GENERATED ALWAYS AS ((outcome = 'passed'::text)) STORED,
    score                     double precision,
    reason                    text,
    named_scores              jsonb NOT NULL DEFAULT '{}'::jsonb,
    verdicts                  jsonb NOT NULL DEFAULT '[]'::jsonb,
    execution_time_ms         bigint,
    prompt_tokens             integer,
    completion_tokens         integer,
    cost_usd                  numeric(20,10),
    cached                    boolean NOT NULL DEFAULT false,
    finish_reason             text,
    error                     text,
    sends                     integer NOT NULL DEFAULT 0,
    request_hash              bytea,
    finished_at               timestamp with time zone NOT NULL DEFAULT now(),
    grading_cost_usd          numeric(20,10),
    grading_prompt_tokens     integer,
    grading_completion_tokens integer,
    before_comparison         jsonb,
    said                      jsonb,
    CONSTRAINT test_executions_pkey PRIMARY KEY (workspace_id, created_at, id),
    CONSTRAINT test_executions_before_comparison_check CHECK (jsonb_typeof(before_comparison) = 'object'::text),
    CONSTRAINT test_executions_cost_check CHECK (cost_usd >= 0::numeric),
    CONSTRAINT test_executions_error_check CHECK ((outcome = ANY (ARRAY['error'::text, 'unknown'::text])) = (error IS NOT NULL)),
    CONSTRAINT test_executions_grading_cost_check CHECK (grading_cost_usd >= 0::numeric),
    CONSTRAINT test_executions_outcome_check CHECK (outcome = ANY (ARRAY['passed'::text, 'failed'::text, 'error'::text, 'unknown'::text])),
    CONSTRAINT test_executions_said_check CHECK (jsonb_typeof(said) = 'object'::text)
) PARTITION BY RANGE (created_at);
CREATE INDEX test_executions_card_idx ON ONLY test_executions USING btree (workspace_id, prompt_card_id, created_at DESC);
CREATE INDEX test_executions_failed_idx ON ONLY test_executions USING btree (workspace_id, created_at) WHERE outcome = ANY (ARRAY['failed'::text, 'error'::text]);
CREATE INDEX test_executions_run_idx ON ONLY test_executions USING btree (workspace_id, run_id, item_number);
ALTER TABLE test_executions ENABLE ROW LEVEL SECURITY;
ALTER TABLE test_executions FORCE ROW LEVEL SECURITY;
CREATE POLICY test_executions_workspace ON test_executions
    USING (workspace_id = (NULLIF(current_setting('app.current_workspace_id'::text, true), ''::text))::uuid)
    WITH CHECK (workspace_id = (NULLIF(current_setting('app.current_workspace_id'::text, true), ''::text))::uuid);
GRANT SELECT, INSERT, DELETE ON test_executions TO promptcards_app;

CREATE TABLE test_runs (
    workspace_id      uuid NOT NULL,
    id                uuid NOT NULL,
    number            integer NOT NULL,
    state             text NOT NULL DEFAULT 'running'::text,
    suite_id          uuid NOT NULL,
    suite_revision    integer NOT NULL,
    repeats           integer NOT NULL DEFAULT 1,
    first_cases       integer,
    concurrency       integer NOT NULL,
    use_cache         boolean NOT NULL DEFAULT true,
    on_unknown        text NOT NULL DEFAULT 'retry'::text,
    timeout_millis    bigint NOT NULL,
    total_items       integer NOT NULL,
    source            jsonb NOT NULL DEFAULT '{}'::jsonb,
    failure           text,
    idempotency_key   text,
    request_hash      bytea NOT NULL,
    created_by        text NOT NULL,
    created_at        timestamp with time zone NOT NULL,
    finished_at       timestamp with time zone,
    grid_items        integer,
    serial            boolean NOT NULL DEFAULT false,
    comparing         boolean NOT NULL DEFAULT false,
    estimate_usd      numeric(20,10) NOT NULL DEFAULT 0,
    estimate_unpriced integer NOT NULL DEFAULT 0,
    budget_usd        numeric(20,10),
    held_reason       text,
    given             jsonb,
    held_until        timestamp with time zone,
    CONSTRAINT test_runs_pkey PRIMARY KEY (workspace_id, id),
    CONSTRAINT test_runs_idempotency_key UNIQUE (workspace_id, idempotency_key),
    CONSTRAINT test_runs_number_key UNIQUE (workspace_id, number),
    CONSTRAINT test_runs_budget_check CHECK (estimate_usd >= 0::numeric AND estimate_unpriced >= 0 AND budget_usd > 0::numeric),
    CONSTRAINT test_runs_failure_check CHECK ((state = 'failed'::text) = (failure IS NOT NULL)),
    CONSTRAINT test_runs_finished_check CHECK ((state = ANY (ARRAY['running'::text, 'held'::text])) = (finished_at IS NULL)),
    CONSTRAINT test_runs_given_check CHECK (jsonb_typeof(given) = 'object'::text),
    CONSTRAINT test_runs_grid_check CHECK (grid_items >= total_items),
    CONSTRAINT test_runs_held_check CHECK (held_reason IS NULL OR state = 'held'::text),
    CONSTRAINT test_runs_held_until_check CHECK (held_until IS NULL OR held_reason IS NOT NULL),
    CONSTRAINT test_runs_on_unknown_check CHECK (on_unknown = ANY (ARRAY['retry'::text, 'hold'::text])),
    CONSTRAINT test_runs_sizes_check CHECK (repeats >= 1 AND concurrency >= 1 AND total_items >= 0 AND timeout_millis > 0),
    CONSTRAINT test_runs_state_check CHECK (state = ANY (ARRAY['running'::text, 'held'::text, 'completed'::text, 'cancelled'::text, 'failed'::text]))
);
CREATE INDEX test_runs_held_idx ON test_runs USING btree (workspace_id, held_until, id) WHERE held_until IS NOT NULL;
CREATE INDEX test_runs_running_idx ON test_runs USING btree (workspace_id, id) WHERE state = 'running'::text;
CREATE INDEX test_runs_suite_idx ON test_runs USING btree (workspace_id, suite_id, number);
ALTER TABLE test_runs ENABLE ROW LEVEL SECURITY;
ALTER TABLE test_runs FORCE ROW LEVEL SECURITY;
CREATE POLICY test_runs_claimer ON test_runs FOR SELECT TO promptcards_claimer
    USING (true);
CREATE POLICY test_runs_workspace ON test_runs
    USING (workspace_id = (NULLIF(current_setting('app.current_workspace_id'::text, true), ''::text))::uuid)
    WITH CHECK (workspace_id = (NULLIF(current_setting('app.current_workspace_id'::text, true), ''::text))::uuid);
GRANT SELECT ON test_runs TO promptcards_claimer;
GRANT SELECT, INSERT, UPDATE ON test_runs TO promptcards_app;

CREATE TABLE test_suites (
    workspace_id uuid NOT NULL,
    id           uuid NOT NULL DEFAULT gen_random_uuid(),
    slug         text NOT NULL,
    name         text NOT NULL,
    description  text NOT NULL DEFAULT ''::text,
    revision     integer NOT NULL DEFAULT 0,
    created_at   timestamp with time zone NOT NULL DEFAULT now(),
    updated_at   timestamp with time zone NOT NULL DEFAULT now(),
    setup        jsonb NOT NULL DEFAULT '{}'::jsonb,
    CONSTRAINT test_suites_pkey PRIMARY KEY (workspace_id, id),
    CONSTRAINT test_suites_slug_key UNIQUE (workspace_id, slug),
    CONSTRAINT test_suites_setup_check CHECK (jsonb_typeof(setup) = 'object'::text),
    CONSTRAINT test_suites_slug_check CHECK (slug ~ '^[a-z0-9][a-z0-9-]{0,127}$'::text)
);
ALTER TABLE test_suites ENABLE ROW LEVEL SECURITY;
ALTER TABLE test_suites FORCE ROW LEVEL SECURITY;
CREATE POLICY test_suites_workspace ON test_suites
    USING (workspace_id = (NULLIF(current_setting('app.current_workspace_id'::text, true), ''::text))::uuid)
    WITH CHECK (workspace_id = (NULLIF(current_setting('app.current_workspace_id'::text, true), ''::text))::uuid);
GRANT SELECT, INSERT, UPDATE ON test_suites TO promptcards_app;

CREATE TABLE token_families (
    id           uuid NOT NULL,
    user_id      uuid NOT NULL,
    client       text NOT NULL,
    created_at   timestamp with time zone NOT NULL,
    last_used_at timestamp with time zone NOT NULL,
    expires_at   timestamp with time zone NOT NULL,
    ended_at     timestamp with time zone,
    end_reason   text,
    CONSTRAINT token_families_pkey PRIMARY KEY (id),
    CONSTRAINT token_families_user_key UNIQUE (user_id, id),
    CONSTRAINT token_families_client_check CHECK (length(client) >= 1 AND length(client) <= 100),
    CONSTRAINT token_families_end_check CHECK ((ended_at IS NULL) = (end_reason IS NULL) AND (end_reason = ANY (ARRAY['signed-out'::text, 'token-reused'::text]))),
    CONSTRAINT token_families_times_check CHECK (expires_at > created_at)
);
ALTER TABLE token_families ENABLE ROW LEVEL SECURITY;
ALTER TABLE token_families FORCE ROW LEVEL SECURITY;
CREATE POLICY token_families_person ON token_families
    USING (user_id = ANY ((NULLIF(current_setting('app.current_user_ids'::text, true), ''::text))::uuid[]))
    WITH CHECK (user_id = ANY ((NULLIF(current_setting('app.current_user_ids'::text, true), ''::text))::uuid[]));
CREATE POLICY token_families_searcher ON token_families FOR SELECT TO promptcards_searcher
    USING (true);
GRANT SELECT ON token_families TO promptcards_searcher;
GRANT SELECT, INSERT, UPDATE, DELETE ON token_families TO promptcards_app;

CREATE TABLE user_identities (
    user_id   uuid NOT NULL,
    issuer    text NOT NULL,
    subject   text NOT NULL,
    linked_at timestamp with time zone NOT NULL DEFAULT now(),
    CONSTRAINT user_identities_pkey PRIMARY KEY (user_id, issuer),
    CONSTRAINT user_identities_issuer_check CHECK (length(issuer) >= 1 AND length(issuer) <= 2000),
    CONSTRAINT user_identities_subject_check CHECK (length(subject) >= 1 AND length(subject) <= 255)
);
CREATE UNIQUE INDEX user_identities_subject_key ON user_identities USING btree (issuer, subject);
ALTER TABLE user_identities ENABLE ROW LEVEL SECURITY;
ALTER TABLE user_identities FORCE ROW LEVEL SECURITY;
CREATE POLICY user_identities_person ON user_identities
    USING (user_id = ANY ((NULLIF(current_setting('app.current_user_ids'::text, true), ''::text))::uuid[]))
    WITH CHECK (user_id = ANY ((NULLIF(current_setting('app.current_user_ids'::text, true), ''::text))::uuid[]));
CREATE POLICY user_identities_searcher ON user_identities FOR SELECT TO promptcards_searcher
    USING (true);
GRANT SELECT ON user_identities TO promptcards_searcher;
GRANT SELECT, INSERT, DELETE ON user_identities TO promptcards_app;

CREATE TABLE user_passwords (
    user_id    uuid NOT NULL,
    hash       text NOT NULL,
    changed_at timestamp with time zone NOT NULL DEFAULT now(),
    CONSTRAINT user_passwords_pkey PRIMARY KEY (user_id),
    CONSTRAINT user_passwords_hash_check CHECK (hash ~ '^\$argon2id\$v=19\$m=\d+,t=\d+,p=\d+\$[A-Za-z0-9+/]+\$[A-Za-z0-9+/]+$'::text)
);
ALTER TABLE user_passwords ENABLE ROW LEVEL SECURITY;
ALTER TABLE user_passwords FORCE ROW LEVEL SECURITY;
CREATE POLICY user_passwords_person ON user_passwords
    USING (user_id = ANY ((NULLIF(current_setting('app.current_user_ids'::text, true), ''::text))::uuid[]))
    WITH CHECK (user_id = ANY ((NULLIF(current_setting('app.current_user_ids'::text, true), ''::text))::uuid[]));
GRANT SELECT, INSERT, UPDATE, DELETE ON user_passwords TO promptcards_app;

CREATE TABLE user_sessions (
    user_id      uuid NOT NULL,
    id           uuid NOT NULL,
    secret_hash  bytea NOT NULL,
    created_at   timestamp with time zone NOT NULL DEFAULT now(),
    last_used_at timestamp with time zone NOT NULL DEFAULT now(),
    expires_at   timestamp with time zone NOT NULL,
    revoked_at   timestamp with time zone,
    address      text,
    user_agent   text,
    CONSTRAINT user_sessions_pkey PRIMARY KEY (user_id, id),
    CONSTRAINT user_sessions_end_check CHECK (expires_at <= (created_at + '720:00:00'::interval)),
    CONSTRAINT user_sessions_secret_check CHECK (length(secret_hash) = 32)
);
ALTER TABLE user_sessions ENABLE ROW LEVEL SECURITY;
ALTER TABLE user_sessions FORCE ROW LEVEL SECURITY;
CREATE POLICY user_sessions_person ON user_sessions
    USING (user_id = ANY ((NULLIF(current_setting('app.current_user_ids'::text, true), ''::text))::uuid[]))
    WITH CHECK (user_id = ANY ((NULLIF(current_setting('app.current_user_ids'::text, true), ''::text))::uuid[]));
GRANT SELECT, INSERT, UPDATE, DELETE ON user_sessions TO promptcards_app;

CREATE TABLE users (
    id           uuid NOT NULL DEFAULT gen_random_uuid(),
    email        text NOT NULL,
    display_name text NOT NULL,
    preferences  jsonb NOT NULL DEFAULT '{}'::jsonb,
    admin        boolean NOT NULL DEFAULT false,
    created_at   timestamp with time zone NOT NULL DEFAULT now(),
    disabled_at  timestamp with time zone,
    erased_at    timestamp with time zone,
    CONSTRAINT users_pkey PRIMARY KEY (id),
    CONSTRAINT users_display_name_check CHECK (length(display_name) >= 1 AND length(display_name) <= 200),
    CONSTRAINT users_email_check CHECK (length(email) >= 3 AND length(email) <= 320 AND email ~ '^[^@\s]+@[^@\s]+$'::text),
    CONSTRAINT users_erased_check CHECK (erased_at IS NULL OR disabled_at IS NOT NULL AND NOT admin),
    CONSTRAINT users_preferences_check CHECK (jsonb_typeof(preferences) = 'object'::text)
);
CREATE UNIQUE INDEX users_email_key ON users USING btree (lower(email));
ALTER TABLE users ENABLE ROW LEVEL SECURITY;
ALTER TABLE users FORCE ROW LEVEL SECURITY;
CREATE POLICY users_person ON users
    USING (id = ANY ((NULLIF(current_setting('app.current_user_ids'::text, true), ''::text))::uuid[]))
    WITH CHECK (id = ANY ((NULLIF(current_setting('app.current_user_ids'::text, true), ''::text))::uuid[]));
CREATE POLICY users_searcher ON users FOR SELECT TO promptcards_searcher
    USING (true);
GRANT SELECT ON users TO promptcards_searcher;
GRANT SELECT, INSERT, UPDATE ON users TO promptcards_app;

CREATE TABLE workspace_limits (
    workspace_id        uuid NOT NULL,
    runs_in_flight      integer,
    executions_per_day  bigint,
    spend_per_month_usd numeric(20,10),
    stored_bytes        bigint,
    updated_at          timestamp with time zone NOT NULL DEFAULT now(),
    CONSTRAINT workspace_limits_pkey PRIMARY KEY (workspace_id),
    CONSTRAINT workspace_limits_check CHECK (runs_in_flight >= 0 AND executions_per_day >= 0 AND spend_per_month_usd >= 0::numeric AND stored_bytes >= 0)
);
ALTER TABLE workspace_limits ENABLE ROW LEVEL SECURITY;
ALTER TABLE workspace_limits FORCE ROW LEVEL SECURITY;
CREATE POLICY workspace_limits_workspace ON workspace_limits
    USING (workspace_id = (NULLIF(current_setting('app.current_workspace_id'::text, true), ''::text))::uuid)
    WITH CHECK (workspace_id = (NULLIF(current_setting('app.current_workspace_id'::text, true), ''::text))::uuid);
GRANT SELECT, INSERT, UPDATE ON workspace_limits TO promptcards_app;

CREATE TABLE workspace_members (
    workspace_id uuid NOT NULL,
    user_id      uuid NOT NULL,
    role         text NOT NULL,
    own_role     text GENERATED ALWAYS AS (
CASE
    WHEN (role = ANY (ARRAY['owner'::text, 'admin'::text, 'editor'::text, 'runner'::text, 'viewer'::text])) THEN NULL::text
    ELSE role
END) STORED,
    added_by     text NOT NULL,
    added_at     timestamp with time zone NOT NULL DEFAULT now(),
    CONSTRAINT workspace_members_pkey PRIMARY KEY (workspace_id, user_id)
);
CREATE INDEX workspace_members_user_idx ON workspace_members USING btree (user_id, workspace_id);
ALTER TABLE workspace_members ENABLE ROW LEVEL SECURITY;
ALTER TABLE workspace_members FORCE ROW LEVEL SECURITY;
CREATE POLICY workspace_members_searcher ON workspace_members FOR SELECT TO promptcards_searcher
    USING (true);
CREATE POLICY workspace_members_workspace ON workspace_members
    USING (workspace_id = (NULLIF(current_setting('app.current_workspace_id'::text, true), ''::text))::uuid)
    WITH CHECK (workspace_id = (NULLIF(current_setting('app.current_workspace_id'::text, true), ''::text))::uuid);
GRANT SELECT ON workspace_members TO promptcards_searcher;
GRANT SELECT, INSERT, UPDATE, DELETE ON workspace_members TO promptcards_app;

CREATE TABLE workspace_storage (
    workspace_id uuid NOT NULL,
    stored_bytes bigint NOT NULL,
    measured_at  timestamp with time zone NOT NULL,
    CONSTRAINT workspace_storage_pkey PRIMARY KEY (workspace_id)
);
ALTER TABLE workspace_storage ENABLE ROW LEVEL SECURITY;
ALTER TABLE workspace_storage FORCE ROW LEVEL SECURITY;
CREATE POLICY workspace_storage_workspace ON workspace_storage
    USING (workspace_id = (NULLIF(current_setting('app.current_workspace_id'::text, true), ''::text))::uuid)
    WITH CHECK (workspace_id = (NULLIF(current_setting('app.current_workspace_id'::text, true), ''::text))::uuid);
GRANT SELECT, INSERT, UPDATE ON workspace_storage TO promptcards_app;

CREATE TABLE workspace_use (
    workspace_id     uuid NOT NULL,
    day              date NOT NULL,
    executions       bigint NOT NULL DEFAULT 0,
    cost_usd         numeric NOT NULL DEFAULT 0,
    grading_cost_usd numeric NOT NULL DEFAULT 0,
    unpriced         bigint NOT NULL DEFAULT 0,
    CONSTRAINT workspace_use_pkey PRIMARY KEY (workspace_id, day),
    CONSTRAINT workspace_use_check CHECK (executions >= 0 AND cost_usd >= 0::numeric AND grading_cost_usd >= 0::numeric AND unpriced >= 0)
) WITH (fillfactor=20);
ALTER TABLE workspace_use ENABLE ROW LEVEL SECURITY;
ALTER TABLE workspace_use FORCE ROW LEVEL SECURITY;
CREATE POLICY workspace_use_workspace ON workspace_use
    USING (workspace_id = (NULLIF(current_setting('app.current_workspace_id'::text, true), ''::text))::uuid)
    WITH CHECK (workspace_id = (NULLIF(current_setting('app.current_workspace_id'::text, true), ''::text))::uuid);
GRANT SELECT, INSERT, UPDATE ON workspace_use TO promptcards_app;

CREATE TABLE workspaces (
    id              uuid NOT NULL DEFAULT gen_random_uuid(),
    slug            text NOT NULL,
    name            text NOT NULL,
    search_language text NOT NULL DEFAULT 'english'::text,
    created_at      timestamp with time zone NOT NULL DEFAULT now(),
    archived_at     timestamp with time zone,
    CONSTRAINT workspaces_pkey PRIMARY KEY (id),
    CONSTRAINT workspaces_slug_key UNIQUE (slug),
    CONSTRAINT workspaces_name_check CHECK (length(name) >= 1 AND length(name) <= 200),
    CONSTRAINT workspaces_slug_check CHECK (slug ~ '^[a-z0-9][a-z0-9-]{0,62}$'::text)
);
ALTER TABLE workspaces ENABLE ROW LEVEL SECURITY;
ALTER TABLE workspaces FORCE ROW LEVEL SECURITY;
CREATE POLICY workspaces_searcher ON workspaces FOR SELECT TO promptcards_searcher
    USING (true);
CREATE POLICY workspaces_workspace ON workspaces
    USING (id = (NULLIF(current_setting('app.current_workspace_id'::text, true), ''::text))::uuid)
    WITH CHECK (id = (NULLIF(current_setting('app.current_workspace_id'::text, true), ''::text))::uuid);
CREATE TRIGGER workspaces_search_language AFTER UPDATE OF search_language ON workspaces FOR EACH ROW WHEN (old.search_language <> new.search_language) EXECUTE FUNCTION workspaces_search_language();
GRANT SELECT ON workspaces TO promptcards_searcher;
GRANT SELECT, INSERT, UPDATE ON workspaces TO promptcards_app;

CREATE FUNCTION roll_up(workspace uuid, changes execution_rollups[])
 RETURNS integer
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'pg_temp'
AS $function$
DECLARE
    c    execution_rollups;
    rest bigint;
BEGIN
    IF workspace IS DISTINCT FROM nullif(current_setting('app.current_workspace_id', true), '')::uuid THEN
        RAISE EXCEPTION 'the transaction is not bound to the workspace of these roll-ups';
    END IF;
    PERFORM pg_advisory_xact_lock_shared(hashtextextended('promptcards.rollups ' || workspace, 0));
    FOR c IN SELECT x.* FROM unnest(changes) x
              ORDER BY x.grain DESC, x.day, x.card_id, x.version, x.llm_provider, x.model, x.created_by, x.executions DESC
    LOOP
        INSERT INTO execution_rollups AS r (
            workspace_id, grain, day, card_id, version, llm_provider, model, created_by, executions, passed,
            failed, errors, unknown, cached, calls, priced, unpriced, cost_usd, metered, prompt_tokens,
            completion_tokens, judged, grading_priced, grading_cost_usd, grading_prompt_tokens,
            grading_completion_tokens, scored, score_sum, score_squares, timed, latency_sum_ms, latency_squares,
            latency_histogram)
        VALUES (
            workspace, c.grain, c.day, c.card_id, c.version, c.llm_provider, c.model, c.created_by, c.executions,
            c.passed, c.failed, c.errors, c.unknown, c.cached, c.calls, c.priced, c.unpriced, c.cost_usd,
            c.metered, c.prompt_tokens, c.completion_tokens, c.judged, c.grading_priced, c.grading_cost_usd,
            c.grading_prompt_tokens, c.grading_completion_tokens, c.scored, c.score_sum, c.score_squares, c.timed,
            c.latency_sum_ms, c.latency_squares, c.latency_histogram)
        ON CONFLICT (workspace_id, grain, day, subject) DO UPDATE SET
            executions = r.executions + excluded.executions,
            passed = r.passed + excluded.passed,
            failed = r.failed + excluded.failed,
            errors = r.errors + excluded.errors,
            unknown = r.unknown + excluded.unknown,
            cached = r.cached + excluded.cached,
            calls = r.calls + excluded.calls,
            priced = r.priced + excluded.priced,
            unpriced = r.unpriced + excluded.unpriced,
            cost_usd = r.cost_usd + excluded.cost_usd,
            metered = r.metered + excluded.metered,
            prompt_tokens = r.prompt_tokens + excluded.prompt_tokens,
            completion_tokens = r.completion_tokens + excluded.completion_tokens,
            judged = r.judged + excluded.judged,
            grading_priced = r.grading_priced + excluded.grading_priced,
            grading_cost_usd = r.grading_cost_usd + excluded.grading_cost_usd,
            grading_prompt_tokens = r.grading_prompt_tokens + excluded.grading_prompt_tokens,
            grading_completion_tokens = r.grading_completion_tokens + excluded.grading_completion_tokens,
            scored = r.scored + excluded.scored,
            score_sum = r.score_sum + excluded.score_sum,
            score_squares = r.score_squares + excluded.score_squares,
            timed = r.timed + excluded.timed,
            latency_sum_ms = r.latency_sum_ms + excluded.latency_sum_ms,
            latency_squares = r.latency_squares + excluded.latency_squares,
            latency_histogram = histogram_add(r.latency_histogram, excluded.latency_histogram)
        RETURNING r.executions INTO rest;
        IF rest = 0 THEN
            DELETE FROM execution_rollups r
             WHERE r.workspace_id = workspace AND r.grain = c.grain AND r.day = c.day AND r.executions = 0
               AND (r.card_id, r.version, r.llm_provider, r.model, r.created_by)
                   IS NOT DISTINCT FROM (c.card_id, c.version, c.llm_provider, c.model, c.created_by);
        END IF;
    END LOOP;
    RETURN cardinality(changes);
END
$function$;
REVOKE ALL ON FUNCTION roll_up(uuid,execution_rollups[]) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION roll_up(uuid,execution_rollups[]) TO promptcards_app;

CREATE FUNCTION rollups_of(workspace uuid, created timestamp with time zone, run uuid, numbers integer[], sign integer)
 RETURNS SETOF execution_rollups
 LANGUAGE plpgsql
 SET search_path TO 'pg_catalog', 'public'
AS $function$
DECLARE
    day    CONSTANT date := (created AT TIME ZONE 'UTC')::date;
    -- Bounds an index can use whatever the planner believes.
    low    CONSTANT integer := (SELECT min(n) FROM unnest(numbers) n);
    high   CONSTANT integer := (SELECT max(n) FROM unnest(numbers) n);
    author CONSTANT text := (SELECT r.created_by FROM test_runs r WHERE r.workspace_id = workspace AND r.id = run);
BEGIN
    IF sign < 0 THEN
        PERFORM 1 FROM test_executions e
          WHERE e.workspace_id = workspace AND e.created_at = created AND e.run_id = run
            AND e.item_number BETWEEN low AND high AND e.item_number = ANY (numbers)
          ORDER BY e.item_number FOR UPDATE;
    END IF;
    RETURN QUERY
    WITH counted AS (
        SELECT e.*, e.outcome <> 'unknown' AS known,
               NOT e.cached AND e.outcome <> 'unknown' AS calls,
               -- Fifteen digits, as a double precision number prints them; sums of decimals are exact.
               CASE WHEN e.outcome <> 'unknown' AND e.score > '-Infinity' AND e.score < 'Infinity'
                    THEN e.score::numeric END AS finite_score,
               CASE WHEN NOT e.cached THEN e.execution_time_ms END AS millis
          FROM test_executions e
         WHERE e.workspace_id = workspace AND e.created_at = created AND e.run_id = run
           AND e.item_number BETWEEN low AND high AND e.item_number = ANY (numbers)
    ), sums AS (
        SELECT grouping(c.prompt_card_id, c.llm_provider) AS left_out,
               c.prompt_card_id, c.version, c.llm_provider, c.model,
               sign * count(*) AS executions,
               sign * count(*) FILTER (WHERE c.outcome = 'passed') AS passed,
               sign * count(*) FILTER (WHERE c.outcome = 'failed') AS failed,
               sign * count(*) FILTER (WHERE c.outcome = 'error') AS errors,
               sign * count(*) FILTER (WHERE c.outcome = 'unknown') AS unknown,
               sign * count(*) FILTER (WHERE c.cached) AS cached,
               sign * count(*) FILTER (WHERE c.calls) AS calls,
               sign * count(c.cost_usd) FILTER (WHERE c.calls) AS priced,
               sign * count(*) FILTER (WHERE c.calls AND c.cost_usd IS NULL AND (c.output IS NOT NULL OR c.outcome IN ('passed', 'failed'))) AS unpriced,
               sign * coalesce(sum(c.cost_usd) FILTER (WHERE c.calls), 0) AS cost_usd,
               sign * count(*) FILTER (WHERE c.calls AND num_nonnulls(c.prompt_tokens, c.completion_tokens) > 0)
                   AS metered,
               sign * coalesce(sum(c.prompt_tokens) FILTER (WHERE c.calls), 0) AS prompt_tokens,
               sign * coalesce(sum(c.completion_tokens) FILTER (WHERE c.calls), 0) AS completion_tokens,
               sign * count(c.grading_prompt_tokens) FILTER (WHERE c.known) AS judged,
               sign * count(c.grading_cost_usd) FILTER (WHERE c.known) AS grading_priced,
               sign * coalesce(sum(c.grading_cost_usd) FILTER (WHERE c.known), 0) AS grading_cost_usd,
               sign * coalesce(sum(c.grading_prompt_tokens) FILTER (WHERE c.known), 0) AS grading_prompt_tokens,
               sign * coalesce(sum(c.grading_completion_tokens) FILTER (WHERE c.known), 0)
                   AS grading_completion_tokens,
               sign * count(c.finite_score) AS scored,
               sign * coalesce(sum(c.finite_score), 0) AS score_sum,
               sign * coalesce(sum(c.finite_score * c.finite_score), 0) AS score_squares,
               sign * count(c.millis) AS timed,
               sign * coalesce(sum(c.millis), 0) AS latency_sum_ms,
               sign * coalesce(sum(c.millis::numeric * c.millis), 0) AS latency_squares,
               latency_histogram(array_agg(c.millis) FILTER (WHERE c.millis IS NOT NULL), sign)
                   AS latency_histogram
          FROM counted c
         GROUP BY GROUPING SETS ((), (c.prompt_card_id, c.version), (c.llm_provider, c.model))
        HAVING count(*) > 0
    )
    SELECT workspace, g.grain, day, s.prompt_card_id, s.version, s.llm_provider, s.model,
           CASE g.grain WHEN 'person' THEN author END, NULL::uuid,
           s.executions, s.passed, s.failed, s.errors, s.unknown, s.cached, s.calls, s.priced, s.unpriced,
           s.cost_usd, s.metered, s.prompt_tokens, s.completion_tokens, s.judged, s.grading_priced,
           s.grading_cost_usd, s.grading_prompt_tokens, s.grading_completion_tokens, s.scored, s.score_sum,
           s.score_squares, s.timed, s.latency_sum_ms, s.latency_squares, s.latency_histogram,
           NULL::double precision[]
      FROM sums s
     CROSS JOIN LATERAL unnest(CASE s.left_out WHEN 3 THEN ARRAY['workspace', 'person']
                                               WHEN 1 THEN ARRAY['card'] ELSE ARRAY['model'] END) AS g (grain);
END
$function$;
REVOKE ALL ON FUNCTION rollups_of(uuid,timestamp with time zone,uuid,integer[],integer) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION rollups_of(uuid,timestamp with time zone,uuid,integer[],integer) TO promptcards_app;

ALTER TABLE api_keys ADD CONSTRAINT api_keys_user_fkey
    FOREIGN KEY (user_id) REFERENCES users(id);
ALTER TABLE api_keys ADD CONSTRAINT api_keys_workspace_fkey
    FOREIGN KEY (workspace_id) REFERENCES workspaces(id);
ALTER TABLE card_label_moves ADD CONSTRAINT card_label_moves_card_id_fkey
    FOREIGN KEY (workspace_id, card_id) REFERENCES prompt_cards(workspace_id, id);
ALTER TABLE card_labels ADD CONSTRAINT card_labels_card_id_version_fkey
    FOREIGN KEY (workspace_id, card_id, version) REFERENCES card_versions(workspace_id, card_id, number);
ALTER TABLE card_versions ADD CONSTRAINT card_versions_card_id_fkey
    FOREIGN KEY (workspace_id, card_id) REFERENCES prompt_cards(workspace_id, id);
ALTER TABLE device_sign_ins ADD CONSTRAINT device_sign_ins_family_fkey
    FOREIGN KEY (family_id) REFERENCES token_families(id) ON DELETE CASCADE;
ALTER TABLE family_tokens ADD CONSTRAINT family_tokens_family_fkey
    FOREIGN KEY (user_id, family_id) REFERENCES token_families(user_id, id) ON DELETE CASCADE;
ALTER TABLE invitations ADD CONSTRAINT invitations_workspace_fkey
    FOREIGN KEY (workspace_id) REFERENCES workspaces(id);
ALTER TABLE judge_calls ADD CONSTRAINT judge_calls_run_id_fkey
    FOREIGN KEY (workspace_id, run_id) REFERENCES test_runs(workspace_id, id);
ALTER TABLE prompt_cards ADD CONSTRAINT prompt_cards_workspace_id_fkey
    FOREIGN KEY (workspace_id) REFERENCES workspaces(id);
ALTER TABLE protected_labels ADD CONSTRAINT protected_labels_suite_fkey
    FOREIGN KEY (workspace_id, suite_id) REFERENCES test_suites(workspace_id, id);
ALTER TABLE protected_labels ADD CONSTRAINT protected_labels_workspace_fkey
    FOREIGN KEY (workspace_id) REFERENCES workspaces(id);
ALTER TABLE provider_connections ADD CONSTRAINT provider_connections_workspace_id_fkey
    FOREIGN KEY (workspace_id) REFERENCES workspaces(id);
ALTER TABLE provider_responses ADD CONSTRAINT provider_responses_workspace_id_fkey
    FOREIGN KEY (workspace_id) REFERENCES workspaces(id);
ALTER TABLE roles ADD CONSTRAINT roles_workspace_fkey
    FOREIGN KEY (workspace_id) REFERENCES workspaces(id);
ALTER TABLE run_columns ADD CONSTRAINT run_columns_card_id_version_fkey
    FOREIGN KEY (workspace_id, card_id, version) REFERENCES card_versions(workspace_id, card_id, number);
ALTER TABLE run_columns ADD CONSTRAINT run_columns_run_id_fkey
    FOREIGN KEY (workspace_id, run_id) REFERENCES test_runs(workspace_id, id);
ALTER TABLE run_events ADD CONSTRAINT run_events_run_id_fkey
    FOREIGN KEY (workspace_id, run_id) REFERENCES test_runs(workspace_id, id);
ALTER TABLE run_items ADD CONSTRAINT run_items_run_id_column_number_fkey
    FOREIGN KEY (workspace_id, run_id, column_number) REFERENCES run_columns(workspace_id, run_id, number);
ALTER TABLE run_numbers ADD CONSTRAINT run_numbers_workspace_id_fkey
    FOREIGN KEY (workspace_id) REFERENCES workspaces(id);
ALTER TABLE run_progress ADD CONSTRAINT run_progress_run_id_fkey
    FOREIGN KEY (workspace_id, run_id) REFERENCES test_runs(workspace_id, id);
ALTER TABLE run_secrets ADD CONSTRAINT run_secrets_run_id_fkey
    FOREIGN KEY (workspace_id, run_id) REFERENCES test_runs(workspace_id, id);
ALTER TABLE suite_revisions ADD CONSTRAINT suite_revisions_suite_id_fkey
    FOREIGN KEY (workspace_id, suite_id) REFERENCES test_suites(workspace_id, id);
ALTER TABLE test_cases ADD CONSTRAINT test_cases_suite_id_revision_fkey
    FOREIGN KEY (workspace_id, suite_id, revision) REFERENCES suite_revisions(workspace_id, suite_id, number) ON DELETE CASCADE;
ALTER TABLE test_executions ADD CONSTRAINT test_executions_run_id_column_number_fkey
    FOREIGN KEY (workspace_id, run_id, column_number) REFERENCES run_columns(workspace_id, run_id, number);
ALTER TABLE test_runs ADD CONSTRAINT test_runs_suite_id_suite_revision_fkey
    FOREIGN KEY (workspace_id, suite_id, suite_revision) REFERENCES suite_revisions(workspace_id, suite_id, number);
ALTER TABLE test_suites ADD CONSTRAINT test_suites_workspace_id_fkey
    FOREIGN KEY (workspace_id) REFERENCES workspaces(id);
ALTER TABLE token_families ADD CONSTRAINT token_families_user_fkey
    FOREIGN KEY (user_id) REFERENCES users(id);
ALTER TABLE user_identities ADD CONSTRAINT user_identities_user_fkey
    FOREIGN KEY (user_id) REFERENCES users(id);
ALTER TABLE user_passwords ADD CONSTRAINT user_passwords_user_fkey
    FOREIGN KEY (user_id) REFERENCES users(id);
ALTER TABLE user_sessions ADD CONSTRAINT user_sessions_user_fkey
    FOREIGN KEY (user_id) REFERENCES users(id);
ALTER TABLE workspace_members ADD CONSTRAINT workspace_members_role_fkey
    FOREIGN KEY (workspace_id, own_role) REFERENCES roles(workspace_id, name);
ALTER TABLE workspace_members ADD CONSTRAINT workspace_members_user_fkey
    FOREIGN KEY (user_id) REFERENCES users(id);
ALTER TABLE workspace_members ADD CONSTRAINT workspace_members_workspace_fkey
    FOREIGN KEY (workspace_id) REFERENCES workspaces(id);

CREATE VIEW index_usage WITH (security_invoker=true) AS
 SELECT COALESCE(pt.relname, s.relname) AS table_name,
    COALESCE(p.relname, s.indexrelname) AS index_name,
    sum(s.idx_scan) AS scans,
    max(s.last_idx_scan) AS last_scan_at,
    sum(s.idx_tup_read) AS entries_read,
    sum(s.idx_tup_fetch) AS rows_fetched,
    sum(pg_relation_size(s.indexrelid::regclass)) AS bytes,
    bool_and(i.indisunique) AS is_unique
   FROM pg_stat_user_indexes s
     JOIN pg_index i ON i.indexrelid = s.indexrelid
     LEFT JOIN pg_inherits h ON h.inhrelid = s.indexrelid
     LEFT JOIN pg_class p ON p.oid = h.inhparent
     LEFT JOIN pg_inherits ht ON ht.inhrelid = s.relid
     LEFT JOIN pg_class pt ON pt.oid = ht.inhparent
  WHERE s.schemaname = 'public'::name
  GROUP BY (COALESCE(pt.relname, s.relname)), (COALESCE(p.relname, s.indexrelname));
GRANT SELECT ON index_usage TO promptcards_monitor;

CREATE VIEW slow_queries WITH (security_invoker=true) AS
 SELECT calls,
    total_exec_time_ms,
    mean_exec_time_ms,
    max_exec_time_ms,
    stddev_exec_time_ms,
    rows,
    cache_hit_ratio,
    temp_blocks_written,
    role,
    query
   FROM slow_statements() slow_statements(calls, total_exec_time_ms, mean_exec_time_ms, max_exec_time_ms, stddev_exec_time_ms, rows, cache_hit_ratio, temp_blocks_written, role, query);
GRANT SELECT ON slow_queries TO promptcards_monitor;

GRANT USAGE ON SCHEMA public TO promptcards_app;
GRANT USAGE ON SCHEMA public TO promptcards_claimer;
GRANT USAGE ON SCHEMA public TO promptcards_monitor;
GRANT USAGE ON SCHEMA public TO promptcards_searcher;
