-- Models side by side, over what the filters leave.
-- The columns are those of models.sql, from single executions, all exact.
-- In psql: SELECT bind_workspace('…') inside a transaction, then \set each of workspace_id, from, to, card, version,
-- suite, model, provider, tag, label, baseline, limit; a filter that is not wanted is set to ''. tag: of cards that have it now;
-- label: of the versions it points at now.
-- baseline: a model the others are compared with on the cases both tried, whoever provides it and whatever model says. A
-- case is a case key of a suite on a version of a card, and counts once, by the majority of its tries; an error counts as
-- not passed; a tie or only unknown outcomes leave it undecided. better: passes here and fails there; worse: the other
-- way. p_value is of the exact two-sided McNemar test over these two (docs/adr/0015).
WITH counted AS NOT MATERIALIZED (
    SELECT e.run_id, e.prompt_card_id, e.version, e.llm_provider, e.model, e.case_key, e.outcome, e.cached,
           e.outcome <> 'unknown' AS known, NOT e.cached AND e.outcome <> 'unknown' AS calls,
           CASE WHEN e.outcome <> 'unknown' AND e.score > '-Infinity' AND e.score < 'Infinity'
                THEN e.score::numeric END AS score,
           CASE WHEN NOT e.cached THEN e.execution_time_ms END AS millis,
           e.cost_usd, e.output IS NOT NULL OR e.outcome IN ('passed', 'failed') AS answered,
           e.prompt_tokens, e.completion_tokens,
           e.grading_cost_usd, e.grading_prompt_tokens
      FROM test_executions e
     WHERE e.workspace_id = :'workspace_id'::uuid
       AND e.created_at >= :'from'::timestamptz
       AND e.created_at < :'to'::timestamptz
       AND (nullif(:'card', '') IS NULL
            OR e.prompt_card_id = (SELECT c.id FROM prompt_cards c
                                    WHERE c.workspace_id = :'workspace_id'::uuid AND c.slug = :'card'))
       AND (nullif(:'version', '') IS NULL OR e.version = nullif(:'version', '')::integer)
       AND (nullif(:'model', '') IS NULL OR e.model IN (:'model', :'baseline'))
       AND (nullif(:'provider', '') IS NULL OR e.llm_provider = :'provider' OR e.model = :'baseline')
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
    SELECT c.llm_provider, c.model, count(*) AS executions,
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
     WHERE (nullif(:'model', '') IS NULL OR c.model = :'model')
       AND (nullif(:'provider', '') IS NULL OR c.llm_provider = :'provider')
     GROUP BY c.llm_provider, c.model
), tried AS (
    SELECT r.suite_id, c.case_key, c.prompt_card_id, c.version, c.llm_provider, c.model,
           count(*) AS tries, count(*) FILTER (WHERE c.outcome = 'passed') AS passed
      FROM counted c
      JOIN test_runs r ON r.workspace_id = :'workspace_id'::uuid AND r.id = c.run_id
     WHERE nullif(:'baseline', '') IS NOT NULL AND c.known
     GROUP BY 1, 2, 3, 4, 5, 6
), baseline AS (
    SELECT t.suite_id, t.case_key, t.prompt_card_id, t.version, sign(2 * sum(t.passed) - sum(t.tries)) AS verdict
      FROM tried t
     WHERE t.model = :'baseline'
     GROUP BY 1, 2, 3, 4
), turned AS (
    SELECT t.llm_provider, t.model, count(*) AS paired_cases,
           count(*) FILTER (WHERE b.verdict < 0 AND 2 * t.passed > t.tries) AS better,
           count(*) FILTER (WHERE b.verdict > 0 AND 2 * t.passed < t.tries) AS worse
      FROM tried t
      JOIN baseline b USING (suite_id, case_key, prompt_card_id, version)
     WHERE t.model <> :'baseline' AND b.verdict <> 0 AND 2 * t.passed <> t.tries
     GROUP BY t.llm_provider, t.model
), figures AS (
    SELECT t.*,
           t.passed / nullif(t.passed + t.failed + t.errors, 0) AS pass_rate,
           wilson_interval(t.passed::bigint, t.passed::bigint + t.failed + t.errors) AS pass_rate_interval,
           t.score_sum / nullif(t.scored, 0) AS mean_score,
           -- Of n scores: their variance is (the sum of squares - n mean²) / (n - 1), that of their mean an n-th of it.
           sqrt(greatest(0, t.score_squares - t.score_sum * t.score_sum / nullif(t.scored, 0))
                / nullif(t.scored * (t.scored - 1), 0)) AS mean_score_se,
           t.latency_sum_ms / nullif(t.timed, 0) AS avg_latency_ms,
           t.cost_usd / nullif(t.priced, 0) AS cost_per_call_usd
      FROM totals t
)
SELECT f.model, f.llm_provider AS provider, f.executions, f.passed, f.failed, f.errors, f.unknown, f.cached,
       f.pass_rate::double precision AS pass_rate,
       f.pass_rate_interval[1] AS pass_rate_low,
       f.pass_rate_interval[2] AS pass_rate_high,
       f.mean_score::double precision AS mean_score,
       f.mean_score_se::double precision AS mean_score_se,
       f.avg_latency_ms::double precision AS avg_latency_ms,
       f.quantiles[1] AS latency_p50_ms,
       f.quantiles[2] AS latency_p90_ms,
       f.quantiles[3] AS latency_p95_ms,
       f.quantiles[4] AS latency_p99_ms,
       CASE WHEN f.priced > 0 OR f.cached = f.executions THEN f.cost_usd END AS cost_usd,
       f.cost_per_call_usd,
       f.unpriced,
       CASE WHEN f.grading_priced > 0 OR f.judged = 0 THEN f.grading_cost_usd END AS grading_cost_usd,
       CASE WHEN f.metered > 0 THEN f.prompt_tokens END AS prompt_tokens,
       CASE WHEN f.metered > 0 THEN f.completion_tokens END AS completion_tokens,
       CASE WHEN f.pass_rate IS NOT NULL AND f.cost_per_call_usd IS NOT NULL AND f.quantiles[1] IS NOT NULL
            THEN NOT EXISTS (
                SELECT FROM figures o
                 WHERE o.pass_rate >= f.pass_rate AND o.cost_per_call_usd <= f.cost_per_call_usd
                   AND o.quantiles[1] <= f.quantiles[1]
                   AND (o.pass_rate > f.pass_rate OR o.cost_per_call_usd < f.cost_per_call_usd
                        OR o.quantiles[1] < f.quantiles[1])) END AS pareto,
       CASE WHEN f.model <> nullif(:'baseline', '') THEN coalesce(d.paired_cases, 0) END AS paired_cases,
       d.better, d.worse,
       (d.better - d.worse) / d.paired_cases::double precision AS pass_rate_difference,
       mcnemar_p_value(d.better, d.worse) AS p_value
  FROM figures f
  LEFT JOIN turned d USING (llm_provider, model)
 ORDER BY f.executions DESC, f.model, f.llm_provider
 LIMIT coalesce(nullif(:'limit', '')::integer, 100)
