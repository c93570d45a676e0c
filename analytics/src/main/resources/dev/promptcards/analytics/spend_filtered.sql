-- What was spent, by day, card, model and person, of what the filters leave.
-- The columns are those of spend.sql, from single executions, all exact.
-- In psql: SELECT bind_workspace('…') inside a transaction, then \set each of workspace_id, from, to, card, version,
-- suite, model, provider, tag, label, limit; a filter that is not wanted is set to ''. tag: of cards that have it now;
-- label: of the versions it points at now.
WITH asked AS (
    SELECT (:'from'::timestamptz AT TIME ZONE 'UTC')::date AS first_day,
           ((:'to'::timestamptz AT TIME ZONE 'UTC') - interval '1 microsecond')::date AS last_day
), counted AS (
    SELECT e.run_id, e.prompt_card_id, e.version, e.llm_provider, e.model, e.case_key, e.outcome, e.cached, r.created_by,
           (e.created_at AT TIME ZONE 'UTC')::date AS day,
           e.outcome <> 'unknown' AS known, NOT e.cached AND e.outcome <> 'unknown' AS calls,
           CASE WHEN e.outcome <> 'unknown' AND e.score > '-Infinity' AND e.score < 'Infinity'
                THEN e.score::numeric END AS score,
           CASE WHEN NOT e.cached THEN e.execution_time_ms END AS millis,
           e.cost_usd, e.output IS NOT NULL AS answered, e.prompt_tokens, e.completion_tokens,
           e.grading_cost_usd, e.grading_prompt_tokens
      FROM test_executions e
      JOIN test_runs r ON r.workspace_id = :'workspace_id'::uuid AND r.id = e.run_id
     WHERE e.workspace_id = :'workspace_id'::uuid
       AND e.created_at >= (least(date_trunc('month', (SELECT a.first_day FROM asked a)), date_trunc('month', (SELECT a.last_day FROM asked a)))::date)::timestamp AT TIME ZONE 'UTC'
       AND e.created_at < ((SELECT a.last_day FROM asked a) + 1)::timestamp AT TIME ZONE 'UTC'
       AND (nullif(:'card', '') IS NULL
            OR e.prompt_card_id = (SELECT c.id FROM prompt_cards c
                                    WHERE c.workspace_id = :'workspace_id'::uuid AND c.slug = :'card'))
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
), days AS (
    SELECT c.day, count(*) AS executions,
               coalesce(sum(c.cost_usd) FILTER (WHERE c.calls), 0) AS cost_usd,
               count(c.cost_usd) FILTER (WHERE c.calls) AS priced,
               count(*) FILTER (WHERE c.cached) AS cached,
               coalesce(sum(c.grading_cost_usd) FILTER (WHERE c.known), 0) AS grading_cost_usd,
               count(c.grading_cost_usd) FILTER (WHERE c.known) AS grading_priced,
               count(c.grading_prompt_tokens) FILTER (WHERE c.known) AS judged,
               count(*) FILTER (WHERE c.calls AND c.cost_usd IS NULL AND c.answered)
               + count(*) FILTER (WHERE c.known AND c.grading_prompt_tokens IS NOT NULL AND c.grading_cost_usd IS NULL) AS unpriced,
               count(*) FILTER (WHERE c.calls AND num_nonnulls(c.prompt_tokens, c.completion_tokens) > 0) AS metered,
               coalesce(sum(c.prompt_tokens) FILTER (WHERE c.calls), 0) AS prompt_tokens,
               coalesce(sum(c.completion_tokens) FILTER (WHERE c.calls), 0) AS completion_tokens,
           sum(CASE WHEN count(c.cost_usd) FILTER (WHERE c.calls) + count(c.grading_cost_usd) FILTER (WHERE c.known) > 0
                         OR bool_and(c.cached)
                    THEN coalesce(sum(c.cost_usd) FILTER (WHERE c.calls), 0)
                         + coalesce(sum(c.grading_cost_usd) FILTER (WHERE c.known), 0) END)
               OVER (PARTITION BY date_trunc('month', c.day) ORDER BY c.day) AS month_to_date_usd
      FROM counted c
     GROUP BY c.day
), subjects AS (
    SELECT CASE grouping(c.prompt_card_id, c.model, c.created_by) WHEN 3 THEN 'card' WHEN 5 THEN 'model' ELSE 'person' END
               AS grain,
           c.prompt_card_id AS card_id, c.llm_provider, c.model, c.created_by,
           count(*) FILTER (WHERE c.day >= a.first_day) AS executions,
               coalesce(sum(c.cost_usd) FILTER (WHERE c.calls AND c.day >= a.first_day), 0) AS cost_usd,
               count(c.cost_usd) FILTER (WHERE c.calls AND c.day >= a.first_day) AS priced,
               count(*) FILTER (WHERE c.cached AND c.day >= a.first_day) AS cached,
               coalesce(sum(c.grading_cost_usd) FILTER (WHERE c.known AND c.day >= a.first_day), 0) AS grading_cost_usd,
               count(c.grading_cost_usd) FILTER (WHERE c.known AND c.day >= a.first_day) AS grading_priced,
               count(c.grading_prompt_tokens) FILTER (WHERE c.known AND c.day >= a.first_day) AS judged,
               count(*) FILTER (WHERE c.calls AND c.cost_usd IS NULL AND c.answered AND c.day >= a.first_day)
               + count(*) FILTER (WHERE c.known AND c.grading_prompt_tokens IS NOT NULL AND c.grading_cost_usd IS NULL AND c.day >= a.first_day) AS unpriced,
               count(*) FILTER (WHERE c.calls AND num_nonnulls(c.prompt_tokens, c.completion_tokens) > 0 AND c.day >= a.first_day) AS metered,
               coalesce(sum(c.prompt_tokens) FILTER (WHERE c.calls AND c.day >= a.first_day), 0) AS prompt_tokens,
               coalesce(sum(c.completion_tokens) FILTER (WHERE c.calls AND c.day >= a.first_day), 0) AS completion_tokens,
           CASE WHEN count(c.cost_usd) FILTER (WHERE c.calls AND c.day >= date_trunc('month', a.last_day))
                     + count(c.grading_cost_usd) FILTER (WHERE c.known AND c.day >= date_trunc('month', a.last_day)) > 0
                     OR bool_and(c.cached) FILTER (WHERE c.day >= date_trunc('month', a.last_day))
                THEN coalesce(sum(c.cost_usd) FILTER (WHERE c.calls AND c.day >= date_trunc('month', a.last_day)), 0)
                     + coalesce(sum(c.grading_cost_usd)
                                FILTER (WHERE c.known AND c.day >= date_trunc('month', a.last_day)), 0)
           END AS month_to_date_usd
      FROM counted c, asked a
     GROUP BY GROUPING SETS ((c.prompt_card_id), (c.llm_provider, c.model), (c.created_by)), a.first_day, a.last_day
), totals AS (
    SELECT s.*, CASE WHEN s.priced > 0 OR s.cached = s.executions OR s.grading_priced > 0
                     THEN s.cost_usd + s.grading_cost_usd END AS total_usd
      FROM subjects s
     WHERE s.executions > 0
), ranked AS (
    SELECT s.*, row_number() OVER (PARTITION BY s.grain ORDER BY s.total_usd DESC NULLS LAST, s.executions DESC,
                                   s.card_id, s.llm_provider, s.model, s.created_by) AS place
      FROM totals s
), rows AS (
    SELECT 1 AS part, d.day - date '2000-01-01' AS place, 'day' AS by, d.day::text AS name, d.executions, d.cost_usd,
           d.priced, d.cached, d.grading_cost_usd, d.grading_priced, d.judged,
           CASE WHEN d.priced > 0 OR d.cached = d.executions OR d.grading_priced > 0 THEN d.cost_usd + d.grading_cost_usd END
               AS total_usd,
           d.month_to_date_usd, d.unpriced, d.metered, d.prompt_tokens, d.completion_tokens
      FROM days d, asked a
     WHERE d.day >= a.first_day
    UNION ALL
    SELECT CASE s.grain WHEN 'card' THEN 2 WHEN 'model' THEN 3 ELSE 4 END, s.place, s.grain,
           CASE s.grain WHEN 'card' THEN (SELECT c.slug FROM prompt_cards c
                                           WHERE c.workspace_id = :'workspace_id'::uuid AND c.id = s.card_id)
                        WHEN 'model' THEN s.llm_provider || ':' || s.model
                        ELSE s.created_by END,
           s.executions, s.cost_usd, s.priced, s.cached, s.grading_cost_usd, s.grading_priced, s.judged, s.total_usd,
           s.month_to_date_usd, s.unpriced, s.metered, s.prompt_tokens, s.completion_tokens
      FROM ranked s
     WHERE s.place <= coalesce(nullif(:'limit', '')::integer, 100)
)
SELECT r.by, r.name, r.executions,
       r.total_usd,
       CASE WHEN r.priced > 0 OR r.cached = r.executions THEN r.cost_usd END AS cost_usd,
       CASE WHEN r.grading_priced > 0 OR r.judged = 0 THEN r.grading_cost_usd END AS grading_cost_usd,
       r.unpriced,
       r.month_to_date_usd,
       CASE WHEN r.metered > 0 THEN r.prompt_tokens END AS prompt_tokens,
       CASE WHEN r.metered > 0 THEN r.completion_tokens END AS completion_tokens
  FROM rows r
 ORDER BY r.part, r.place
