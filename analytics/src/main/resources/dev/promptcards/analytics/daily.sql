-- Executions day by day (UTC), of a workspace or of one of its cards: each day from the first with an execution to the
-- window's last, or today. A day on which nothing ran has 0 executions, and null for what cannot be said of none.
-- The window is widened to whole days. In psql: SELECT bind_workspace('…') inside a transaction, then \set workspace_id …
-- \set from … \set to … \set card '' (or a card's slug).
-- From roll-ups: all figures are exact but latency_p50_ms and latency_p95_ms, which are within 1 % of percentile_cont.
-- Latency is of calls made; an answer from the cache took no time. The figures *_7d are of the day and the six before it:
-- executions and costs a day, averages and rates over all their executions.
WITH asked AS (
    SELECT (:'from'::timestamptz AT TIME ZONE 'UTC')::date AS first_day,
           (:'from'::timestamptz AT TIME ZONE 'UTC')::date - 7 AS read_from,
           ((:'to'::timestamptz AT TIME ZONE 'UTC') - interval '1 microsecond')::date AS last_day
), kept AS (
    SELECT r.*
      FROM execution_rollups r, asked a
     WHERE r.workspace_id = :'workspace_id'::uuid
       AND r.grain = CASE WHEN nullif(:'card', '') IS NULL THEN 'workspace' ELSE 'card' END
       AND r.day BETWEEN a.read_from AND a.last_day
       AND (nullif(:'card', '') IS NULL
            OR r.card_id = (SELECT c.id FROM prompt_cards c
                             WHERE c.workspace_id = :'workspace_id'::uuid AND c.slug = :'card'))
), totals AS (
    SELECT k.day, sum(k.executions) AS executions, sum(k.passed) AS passed, sum(k.failed) AS failed,
           sum(k.errors) AS errors, sum(k.unknown) AS unknown, sum(k.cached) AS cached,
           sum(k.priced) AS priced, sum(k.unpriced) AS unpriced, sum(k.cost_usd) AS cost_usd, sum(k.judged) AS judged,
           sum(k.grading_priced) AS grading_priced, sum(k.grading_cost_usd) AS grading_cost_usd, sum(k.timed) AS timed,
           sum(k.latency_sum_ms) AS latency_sum_ms,
           -- A workspace has one row a day; a card has one for each version.
           CASE WHEN count(*) = 1 THEN any_value(k.latency_histogram)
                ELSE (SELECT histogram_of(array_agg(array_lower(v.latency_histogram, 1) + h.place::integer - 1),
                                          array_agg(h.count))
                        FROM kept v, unnest(v.latency_histogram) WITH ORDINALITY AS h (count, place)
                       WHERE v.day = k.day AND h.count IS NOT NULL) END AS latency_histogram,
           any_value(k.latency_quantiles) AS latency_quantiles
      FROM kept k
     GROUP BY k.day
), days AS (
    SELECT d::date AS day
      FROM asked a, (SELECT min(t.day) AS first_day, max(t.day) AS last_day FROM totals t) t,
           generate_series(t.first_day, greatest(t.last_day, least(a.last_day, (now() AT TIME ZONE 'UTC')::date)),
                           interval '1 day') d
), figures AS (
    SELECT d.day, coalesce(t.executions, 0) AS executions, t.passed, t.failed, t.errors, t.unknown, t.cached, t.unpriced,
           t.latency_histogram, t.latency_quantiles,
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
       q.latency[1] AS latency_p50_ms,
       q.latency[2] AS latency_p95_ms,
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
 CROSS JOIN LATERAL (SELECT coalesce(m.latency_quantiles,
                                    histogram_quantiles(m.latency_histogram, ARRAY[0.5, 0.95])) AS latency) q
 WHERE m.day >= a.first_day
 ORDER BY m.day
