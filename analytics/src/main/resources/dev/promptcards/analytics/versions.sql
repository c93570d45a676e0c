-- Versions of a card side by side, the newest first, each with its difference to the version before it that ran in the
-- window. Without a card, or with one that is not there, no rows.
-- The window is widened to whole days (UTC). In psql: SELECT bind_workspace('…') inside a transaction, then
-- \set workspace_id … \set from … \set to … \set card … (its slug).
-- From roll-ups: all figures are exact but latency_p*_ms, which are within 1 % of percentile_cont. Latency is of calls
-- made. The interval is Wilson's at 95 %; costs are of answers, unless they say grading.
-- The comparison is of the cases both versions tried, from single executions, exact: a case is a case key of a suite on
-- one model, and counts once, by the majority of its tries; an error counts as not passed; a tie or only unknown outcomes
-- leave it undecided. better: failed before and passes now; worse: the other way. p_value is of the exact two-sided
-- McNemar test over these two (docs/adr/0015).
WITH asked AS (
    SELECT (:'from'::timestamptz AT TIME ZONE 'UTC')::date AS first_day,
           ((:'to'::timestamptz AT TIME ZONE 'UTC') - interval '1 microsecond')::date AS last_day,
           (SELECT c.id FROM prompt_cards c
             WHERE c.workspace_id = :'workspace_id'::uuid AND c.slug = :'card') AS card_id
), kept AS (
    SELECT r.*
      FROM execution_rollups r
     WHERE r.workspace_id = :'workspace_id'::uuid
       AND r.grain = 'card'
       AND r.card_id = (SELECT a.card_id FROM asked a)
       AND r.day BETWEEN (SELECT a.first_day FROM asked a) AND (SELECT a.last_day FROM asked a)
), latencies AS (
    SELECT b.version,
           histogram_quantiles(histogram_of(array_agg(b.bucket::integer), array_agg(b.count::integer)),
                               ARRAY[0.5, 0.9, 0.95, 0.99]) AS quantiles
      FROM (SELECT k.version, array_lower(k.latency_histogram, 1) + h.place - 1 AS bucket, sum(h.count) AS count
              FROM kept k, unnest(k.latency_histogram) WITH ORDINALITY AS h (count, place)
             WHERE h.count IS NOT NULL
             GROUP BY 1, 2) b
     GROUP BY b.version
), totals AS (
    SELECT k.version, sum(k.executions) AS executions, sum(k.passed) AS passed, sum(k.failed) AS failed,
           sum(k.errors) AS errors, sum(k.unknown) AS unknown, sum(k.cached) AS cached,
           sum(k.priced) AS priced, sum(k.unpriced) AS unpriced, sum(k.cost_usd) AS cost_usd,
           sum(k.metered) AS metered, sum(k.prompt_tokens) AS prompt_tokens,
           sum(k.completion_tokens) AS completion_tokens, sum(k.judged) AS judged,
           sum(k.grading_priced) AS grading_priced, sum(k.grading_cost_usd) AS grading_cost_usd,
           sum(k.scored) AS scored, sum(k.score_sum) AS score_sum,
           sum(k.timed) AS timed, sum(k.latency_sum_ms) AS latency_sum_ms
      FROM kept k
     GROUP BY k.version
), figures AS (
    SELECT t.*, l.quantiles,
           lag(t.version) OVER (ORDER BY t.version) AS previous_version,
           t.passed / nullif(t.passed + t.failed + t.errors, 0) AS pass_rate,
           wilson_interval(t.passed::bigint, (t.passed + t.failed + t.errors)::bigint) AS pass_rate_interval
      FROM totals t
      LEFT JOIN latencies l USING (version)
), cases AS (
    SELECT e.version, r.suite_id, e.case_key, e.llm_provider, e.model,
           2 * count(*) FILTER (WHERE e.outcome = 'passed') - count(*) AS majority
      FROM test_executions e
      JOIN test_runs r ON r.workspace_id = :'workspace_id'::uuid AND r.id = e.run_id
     WHERE e.workspace_id = :'workspace_id'::uuid
       AND e.prompt_card_id = (SELECT a.card_id FROM asked a)
       AND e.created_at >= (SELECT a.first_day FROM asked a)::timestamp AT TIME ZONE 'UTC'
       AND e.created_at < ((SELECT a.last_day FROM asked a) + 1)::timestamp AT TIME ZONE 'UTC'
       AND e.outcome <> 'unknown'
     GROUP BY 1, 2, 3, 4, 5
), pairs AS (
    SELECT c.version, c.majority,
           lag(c.version) OVER same_case AS before_version, lag(c.majority) OVER same_case AS before_majority
      FROM cases c
    WINDOW same_case AS (PARTITION BY c.suite_id, c.case_key, c.llm_provider, c.model ORDER BY c.version)
), turned AS (
    SELECT p.version, p.before_version, count(*) AS paired_cases,
           count(*) FILTER (WHERE p.majority > 0 AND p.before_majority < 0) AS better,
           count(*) FILTER (WHERE p.majority < 0 AND p.before_majority > 0) AS worse
      FROM pairs p
     WHERE p.majority <> 0 AND p.before_majority <> 0
     GROUP BY p.version, p.before_version
)
SELECT :'card' AS card, f.version, f.executions, f.passed, f.failed, f.errors, f.unknown, f.cached,
       f.pass_rate::double precision AS pass_rate,
       f.pass_rate_interval[1] AS pass_rate_low,
       f.pass_rate_interval[2] AS pass_rate_high,
       (f.score_sum / nullif(f.scored, 0))::double precision AS mean_score,
       (f.latency_sum_ms / nullif(f.timed, 0))::double precision AS avg_latency_ms,
       f.quantiles[1] AS latency_p50_ms,
       f.quantiles[2] AS latency_p90_ms,
       f.quantiles[3] AS latency_p95_ms,
       f.quantiles[4] AS latency_p99_ms,
       CASE WHEN f.priced > 0 OR f.cached = f.executions THEN f.cost_usd END AS cost_usd,
       f.cost_usd / nullif(f.priced, 0) AS cost_per_call_usd,
       f.unpriced,
       CASE WHEN f.grading_priced > 0 OR f.judged = 0 THEN f.grading_cost_usd END AS grading_cost_usd,
       CASE WHEN f.metered > 0 THEN f.prompt_tokens END AS prompt_tokens,
       CASE WHEN f.metered > 0 THEN f.completion_tokens END AS completion_tokens,
       f.previous_version,
       (f.pass_rate - p.pass_rate)::double precision AS pass_rate_change,
       CASE WHEN f.previous_version IS NOT NULL THEN coalesce(t.paired_cases, 0) END AS paired_cases,
       t.better, t.worse,
       mcnemar_p_value(t.better, t.worse) AS p_value
  FROM figures f
  LEFT JOIN figures p ON p.version = f.previous_version
  LEFT JOIN turned t ON t.version = f.version AND t.before_version = f.previous_version
 ORDER BY f.version DESC
