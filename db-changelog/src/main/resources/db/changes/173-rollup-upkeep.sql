--liquibase formatted sql
-- Why: one place that says what counts as what, and one that writes it: stored, changed, deleted and rebuilt executions go through the same two functions. Statements call them, no trigger does (0026).
--changeset promptcards:173-rollup-upkeep splitStatements:false stripComments:false
-- What so many executions of a run add up to, as rows to be added (sign 1) or taken out (-1). Those to be taken out are
-- locked first, so that two who would change them follow each other. The definitions are those of run_summary.sql.
CREATE FUNCTION rollups_of(workspace uuid, created timestamptz, run uuid, numbers integer[], sign integer)
RETURNS SETOF execution_rollups
LANGUAGE plpgsql SET search_path = pg_catalog, public AS $$
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
               sign * count(*) FILTER (WHERE c.calls AND c.cost_usd IS NULL AND c.output IS NOT NULL) AS unpriced,
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
$$;

-- Adds them to the bound workspace's roll-ups, in one order, so that of two transactions neither waits for the other
-- in a circle; returns how many they were. A rebuild keeps others out meanwhile.
CREATE FUNCTION roll_up(workspace uuid, changes execution_rollups[]) RETURNS integer
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
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
$$;

-- Makes the bound workspace's roll-ups of so many days (all where null) anew from its executions; returns how many runs
-- they came from. Whoever stores results of the workspace waits meanwhile. For the owner: the application may not.
CREATE FUNCTION rebuild_rollups(workspace uuid, first_day date, last_day date) RETURNS integer
LANGUAGE plpgsql SET search_path = pg_catalog, public AS $$
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
$$;
REVOKE ALL ON FUNCTION rollups_of(uuid, timestamptz, uuid, integer[], integer) FROM PUBLIC;
REVOKE ALL ON FUNCTION roll_up(uuid, execution_rollups[]) FROM PUBLIC;
REVOKE ALL ON FUNCTION rebuild_rollups(uuid, date, date) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION rollups_of(uuid, timestamptz, uuid, integer[], integer) TO promptcards_app;
GRANT EXECUTE ON FUNCTION roll_up(uuid, execution_rollups[]) TO promptcards_app;
--rollback DROP FUNCTION rebuild_rollups(uuid, date, date);
--rollback DROP FUNCTION roll_up(uuid, execution_rollups[]);
--rollback DROP FUNCTION rollups_of(uuid, timestamptz, uuid, integer[], integer);
