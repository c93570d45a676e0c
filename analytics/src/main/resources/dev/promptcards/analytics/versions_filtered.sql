-- Versions of a card side by side, over what the filters leave; the comparison is of that too.
-- The columns are those of versions.sql, from single executions, all exact.
-- In psql: SELECT bind_workspace('…') inside a transaction, then \set each of workspace_id, from, to, card, version,
-- suite, model, provider, tag, label; a filter that is not wanted is set to ''. tag: of cards that have it now;
-- label: of the versions it points at now.
WITH asked AS (
    SELECT (SELECT c.id FROM prompt_cards c
             WHERE c.workspace_id = :'workspace_id'::uuid AND c.slug = :'card') AS card_id
), counted AS (
    SELECT e.run_id, e.prompt_card_id, e.version, e.llm_provider, e.model, e.case_key, e.outcome, e.cached, r.suite_id,
           e.outcome <> 'unknown' AS known, NOT e.cached AND e.outcome <> 'unknown' AS calls,
           CASE WHEN e.outcome <> 'unknown' AND e.score > '-Infinity' AND e.score < 'Infinity'
                THEN e.score::numeric END AS score,
           CASE WHEN NOT e.cached THEN e.execution_time_ms END AS millis,
           e.cost_usd, e.output IS NOT NULL OR e.outcome IN ('passed', 'failed') AS answered,
           e.prompt_tokens, e.completion_tokens,
           e.grading_cost_usd, e.grading_prompt_tokens
      FROM test_executions e
      JOIN test_runs r ON r.workspace_id = :'workspace_id'::uuid AND r.id = e.run_id
     WHERE e.workspace_id = :'workspace_id'::uuid
       AND e.created_at >= :'from'::timestamptz
       AND e.created_at < :'to'::timestamptz
       AND e.prompt_card_id = (SELECT a.card_id FROM asked a)
       AND (nullif(:'version', '') IS NULL OR e.version = nullif(:'version', '')::integer)
       AND (nullif(:'model', '') IS NULL OR e.model = :'model')
       AND (nullif(:'provider', '') IS NULL OR e.llm_provider = :'provider')
       AND (nullif(:'suite', '') IS NULL
            OR e.run_id IN (SELECT o.id FROM test_runs o
                              JOIN test_suites s ON s.workspace_id = o.workspace_id AND s.id = o.suite_id
                             WHERE o.workspace_id = :'workspace_id'::uuid AND s.slug = :'suite'))
       AND (nullif(:'tag', '') IS NULL
            OR e.prompt_card_id IN (SELECT c.id FROM prompt_cards c
                                     WHERE c.workspace_id = :'workspace_id'::uuid AND jsonb_exists(c.tags, :'tag')))
       AND (nullif(:'label', '') IS NULL
            OR (e.prompt_card_id, e.version) IN (SELECT l.card_id, l.version FROM card_labels l
                                                  WHERE l.workspace_id = :'workspace_id'::uuid AND l.label = :'label'))
), totals AS (
    SELECT c.version, count(*) AS executions,
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
           count(c.score)::numeric AS scored, sum(c.score) AS score_sum, sum(c.score * c.score) AS score_squares,
           count(c.millis) AS timed, coalesce(sum(c.millis), 0) AS latency_sum_ms,
           percentile_cont(ARRAY[0.5, 0.9, 0.95, 0.99]) WITHIN GROUP (ORDER BY c.millis) AS quantiles
      FROM counted c
     GROUP BY c.version
), figures AS (
    SELECT t.*,
           lag(t.version) OVER (ORDER BY t.version) AS previous_version,
           t.passed / nullif(t.passed + t.failed + t.errors, 0) AS pass_rate,
           wilson_interval(t.passed::bigint, t.passed::bigint + t.failed + t.errors) AS pass_rate_interval
      FROM totals t
), cases AS (
    SELECT c.version, c.suite_id, c.case_key, c.llm_provider, c.model,
           2 * count(*) FILTER (WHERE c.outcome = 'passed') - count(*) AS majority
      FROM counted c
     WHERE c.known
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
