-- Executions day by day (UTC), of what the filters leave.
-- The columns are those of daily.sql, from single executions, all exact.
-- In psql: SELECT bind_workspace('…') inside a transaction, then \set each of workspace_id, from, to, card, version,
-- suite, model, provider, tag, label; a filter that is not wanted is set to ''. tag: of cards that have it now;
-- label: of the versions it points at now.
WITH asked AS (
    SELECT (:'from'::timestamptz AT TIME ZONE 'UTC')::date AS first_day,
           ((:'to'::timestamptz AT TIME ZONE 'UTC') - interval '1 microsecond')::date AS last_day
), counted AS (
    SELECT e.run_id, e.prompt_card_id, e.version, e.llm_provider, e.model, e.case_key, e.outcome, e.cached,
           (e.created_at AT TIME ZONE 'UTC')::date AS day,
           e.outcome <> 'unknown' AS known, NOT e.cached AND e.outcome <> 'unknown' AS calls,
           CASE WHEN e.outcome <> 'unknown' AND e.score > '-Infinity' AND e.score < 'Infinity'
                THEN e.score::numeric END AS score,
           CASE WHEN NOT e.cached THEN e.execution_time_ms END AS millis,
           e.cost_usd, e.output IS NOT NULL OR e.outcome IN ('passed', 'failed') AS answered,
           e.prompt_tokens, e.completion_tokens,
           e.grading_cost_usd, e.grading_prompt_tokens
      FROM test_executions e
     WHERE e.workspace_id = :'workspace_id'::uuid
       AND e.created_at >= ((SELECT a.first_day FROM asked a) - 7)::timestamp AT TIME ZONE 'UTC'
       AND e.created_at < :'to'::timestamptz
       -- The week before counts in means; what was earlier on the first day is neither.
       AND (e.created_at >= :'from'::timestamptz
            OR e.created_at < (SELECT a.first_day FROM asked a)::timestamp AT TIME ZONE 'UTC')
       AND (nullif(:'card', '') IS NULL
            OR e.prompt_card_id = (SELECT c.id FROM prompt_cards c
                                    WHERE c.workspace_id = :'workspace_id'::uuid AND c.slug = :'card'))
       AND (nullif(:'version', '') IS NULL OR e.version = nullif(:'version', '')::integer)
       AND (nullif(:'model', '') IS NULL OR e.model = :'model')
       AND (nullif(:'provider', '') IS NULL OR e.llm_provider = :'provider')
       AND (nullif(:'suite', '') IS NULL
            OR e.run_id IN (SELECT r.id FROM test_runs r
                              JOIN test_suites s ON s.workspace_id = r.workspace_id AND s.id = r.suite_id
                             WHERE r.workspace_id = :'workspace_id'::uuid AND s.slug = :'suite'))
       AND (nullif(:'tag', '') IS NULL
            OR e.prompt_card_id IN (SELECT c.id FROM prompt_cards c
                                     WHERE c.workspace_id = :'workspace_id'::uuid AND jsonb_exists(c.tags, :'tag')))
       AND (nullif(:'label', '') IS NULL
            OR (e.prompt_card_id, e.version) IN (SELECT l.card_id, l.version FROM card_labels l
                                                  WHERE l.workspace_id = :'workspace_id'::uuid AND l.label = :'label'))
), totals AS (
    SELECT c.day, count(*) AS executions,
           count(*) FILTER (WHERE c.outcome = 'passed')::numeric AS passed,
           count(*) FILTER (WHERE c.outcome = 'failed') AS failed,
           count(*) FILTER (WHERE c.outcome = 'error') AS errors,
           count(*) FILTER (WHERE c.outcome = 'unknown') AS unknown,
           count(*) FILTER (WHERE c.cached) AS cached,
           count(c.cost_usd) FILTER (WHERE c.calls) AS priced,
           count(*) FILTER (WHERE c.calls AND c.cost_usd IS NULL AND c.answered) AS unpriced,
           coalesce(sum(c.cost_usd) FILTER (WHERE c.calls), 0) AS cost_usd,
           count(*) FILTER (WHERE c.calls AND num_nonnulls(c.prompt_tokens, c.completion_tokens) > 0) AS metered,
           coalesce(sum(c.prompt_tokens) FILTER (WHERE c.calls), 0) AS prompt_tokens,
           coalesce(sum(c.completion_tokens) FILTER (WHERE c.calls), 0) AS completion_tokens,
           count(c.grading_prompt_tokens) FILTER (WHERE c.known) AS judged,
           count(c.grading_cost_usd) FILTER (WHERE c.known) AS grading_priced,
           coalesce(sum(c.grading_cost_usd) FILTER (WHERE c.known), 0) AS grading_cost_usd,
           count(c.millis) AS timed, coalesce(sum(c.millis), 0) AS latency_sum_ms,
           percentile_cont(ARRAY[0.5, 0.95]) WITHIN GROUP (ORDER BY c.millis) AS quantiles
      FROM counted c
     GROUP BY c.day
), days AS (
    SELECT d::date AS day
      FROM asked a, (SELECT min(t.day) AS first_day, max(t.day) AS last_day FROM totals t) t,
           generate_series(t.first_day, greatest(t.last_day, least(a.last_day, (now() AT TIME ZONE 'UTC')::date)),
                           interval '1 day') d
), figures AS (
    SELECT d.day, coalesce(t.executions, 0) AS executions, t.passed, t.failed, t.errors, t.unknown, t.cached, t.unpriced,
           t.quantiles,
           t.passed / nullif(t.passed + t.failed + t.errors, 0) AS pass_rate,
           t.latency_sum_ms / nullif(t.timed, 0) AS avg_latency_ms,
           -- All came from the cache: nothing was spent. Calls whose price nobody knows: nobody knows.
           CASE WHEN t.priced > 0 OR t.cached = t.executions THEN t.cost_usd END AS cost_usd,
           CASE WHEN t.grading_priced > 0 OR t.judged = 0 THEN t.grading_cost_usd END AS grading_cost_usd,
           t.timed, t.latency_sum_ms
      FROM days d
      LEFT JOIN totals t USING (day)
), moving AS (
    SELECT f.*,
           lag(f.executions) OVER by_day AS previous_executions,
           lag(f.pass_rate) OVER by_day AS previous_pass_rate,
           lag(f.avg_latency_ms) OVER by_day AS previous_avg_latency_ms,
           lag(f.cost_usd) OVER by_day AS previous_cost_usd,
           avg(f.executions) OVER week AS executions_7d,
           sum(f.passed) OVER week / nullif(sum(f.passed + f.failed + f.errors) OVER week, 0) AS pass_rate_7d,
           sum(f.latency_sum_ms) OVER week / nullif(sum(f.timed) OVER week, 0) AS avg_latency_7d_ms,
           sum(f.cost_usd) OVER week / count(*) OVER week AS cost_7d_usd
      FROM figures f
    WINDOW by_day AS (ORDER BY f.day),
           week AS (ORDER BY f.day ROWS BETWEEN 6 PRECEDING AND CURRENT ROW)
)
SELECT m.day, m.executions, m.passed, m.failed, m.errors, m.unknown, m.cached,
       m.pass_rate::double precision AS pass_rate,
       m.avg_latency_ms::double precision AS avg_latency_ms,
       m.quantiles[1] AS latency_p50_ms,
       m.quantiles[2] AS latency_p95_ms,
       m.cost_usd, m.unpriced, m.grading_cost_usd,
       m.previous_executions,
       m.previous_pass_rate::double precision AS previous_pass_rate,
       m.previous_avg_latency_ms::double precision AS previous_avg_latency_ms,
       m.previous_cost_usd,
       m.executions_7d::double precision AS executions_7d,
       m.pass_rate_7d::double precision AS pass_rate_7d,
       m.avg_latency_7d_ms::double precision AS avg_latency_7d_ms,
       m.cost_7d_usd
  FROM moving m
 CROSS JOIN asked a
 WHERE m.day >= a.first_day
 ORDER BY m.day
