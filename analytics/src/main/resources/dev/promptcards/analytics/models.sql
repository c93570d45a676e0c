-- Models side by side, the most executed first.
-- The window is widened to whole days (UTC). In psql: SELECT bind_workspace('…') inside a transaction, then
-- \set workspace_id … \set from … \set to … \set model '' \set provider '' \set limit '' (100 models).
-- From roll-ups: all figures are exact but latency_p*_ms, which are within 1 % of percentile_cont. Latency is of calls
-- made. The interval is Wilson's at 95 %; mean_score_se is the standard error of the mean; costs are of answers, unless
-- they say grading.
-- pareto: no other model is at least as good in pass rate, cost of a call and median latency, and better in one of them.
-- Null where one of the three is not known.
WITH kept AS (
    SELECT r.*
      FROM execution_rollups r
     WHERE r.workspace_id = :'workspace_id'::uuid
       AND r.grain = 'model'
       AND r.day BETWEEN (:'from'::timestamptz AT TIME ZONE 'UTC')::date
                     AND ((:'to'::timestamptz AT TIME ZONE 'UTC') - interval '1 microsecond')::date
       AND (nullif(:'model', '') IS NULL OR r.model = :'model')
       AND (nullif(:'provider', '') IS NULL OR r.llm_provider = :'provider')
), buckets AS (
    SELECT k.llm_provider, k.model, array_lower(k.latency_histogram, 1) + h.place - 1 AS bucket, sum(h.count) AS count
      FROM kept k, unnest(k.latency_histogram) WITH ORDINALITY AS h (count, place)
     WHERE h.count IS NOT NULL
     GROUP BY 1, 2, 3
), latencies AS (
    SELECT b.llm_provider, b.model,
           histogram_quantiles(histogram_of(array_agg(b.bucket::integer), array_agg(b.count::integer)),
                               ARRAY[0.5, 0.9, 0.95, 0.99]) AS quantiles
      FROM buckets b
     GROUP BY b.llm_provider, b.model
), totals AS (
    SELECT k.llm_provider, k.model, sum(k.executions) AS executions, sum(k.passed) AS passed, sum(k.failed) AS failed,
           sum(k.errors) AS errors, sum(k.unknown) AS unknown, sum(k.cached) AS cached,
           sum(k.priced) AS priced, sum(k.unpriced) AS unpriced, sum(k.cost_usd) AS cost_usd,
           sum(k.metered) AS metered, sum(k.prompt_tokens) AS prompt_tokens,
           sum(k.completion_tokens) AS completion_tokens, sum(k.judged) AS judged,
           sum(k.grading_priced) AS grading_priced, sum(k.grading_cost_usd) AS grading_cost_usd,
           sum(k.scored) AS scored, sum(k.score_sum) AS score_sum, sum(k.score_squares) AS score_squares,
           sum(k.timed) AS timed, sum(k.latency_sum_ms) AS latency_sum_ms
      FROM kept k
     GROUP BY k.llm_provider, k.model
), figures AS (
    SELECT t.*,
           t.passed / nullif(t.passed + t.failed + t.errors, 0) AS pass_rate,
           wilson_interval(t.passed::bigint, (t.passed + t.failed + t.errors)::bigint) AS pass_rate_interval,
           t.score_sum / nullif(t.scored, 0) AS mean_score,
           -- Of n scores: their variance is (the sum of squares - n mean²) / (n - 1), that of their mean an n-th of it.
           sqrt(greatest(0, t.score_squares - t.score_sum * t.score_sum / nullif(t.scored, 0))
                / nullif(t.scored * (t.scored - 1), 0)) AS mean_score_se,
           t.latency_sum_ms / nullif(t.timed, 0) AS avg_latency_ms,
           t.cost_usd / nullif(t.priced, 0) AS cost_per_call_usd,
           l.quantiles
      FROM totals t
      LEFT JOIN latencies l USING (llm_provider, model)
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
       -- Two models are compared on single executions: models_filtered.sql does it.
       NULL::bigint AS paired_cases, NULL::bigint AS better, NULL::bigint AS worse,
       NULL::double precision AS pass_rate_difference, NULL::double precision AS p_value
  FROM figures f
 ORDER BY f.executions DESC, f.model, f.llm_provider
 LIMIT coalesce(nullif(:'limit', '')::integer, 100)
