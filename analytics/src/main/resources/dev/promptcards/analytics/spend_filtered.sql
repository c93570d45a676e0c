-- What was spent, by day, card, model and person, of what the filters leave.
-- The columns are those of spend.sql, from single executions, all exact.
-- In psql: SELECT bind_workspace('…') inside a transaction, then \set each of workspace_id, from, to, card, version,
-- suite, model, provider, tag, label, limit; a filter that is not wanted is set to ''. tag: of cards that have it now;
-- label: of the versions it points at now.
WITH asked AS (
    SELECT w.*, date_trunc('month', w.last_day)::date AS month_from,
           date_trunc('month', w.first_day)::date::timestamp AT TIME ZONE 'UTC' AS read_from
      FROM (SELECT (:'from'::timestamptz AT TIME ZONE 'UTC')::date AS first_day,
                   ((:'to'::timestamptz AT TIME ZONE 'UTC') - interval '1 microsecond')::date AS last_day) w
), counted AS (
    SELECT e.prompt_card_id, e.llm_provider, e.model, r.created_by, e.cached,
           (e.created_at AT TIME ZONE 'UTC')::date AS day,
           e.created_at >= :'from'::timestamptz AS within,
           CASE WHEN calls THEN e.cost_usd END AS answer_usd,
           CASE WHEN known THEN e.grading_cost_usd END AS judge_usd,
           known AND e.grading_prompt_tokens IS NOT NULL AS judged,
           (calls AND e.cost_usd IS NULL
            AND (e.output IS NOT NULL OR e.outcome IN ('passed', 'failed')))::integer
           + (known AND e.grading_prompt_tokens IS NOT NULL AND e.grading_cost_usd IS NULL)::integer AS unpriced,
           CASE WHEN calls THEN e.prompt_tokens END AS prompt_tokens,
           CASE WHEN calls THEN e.completion_tokens END AS completion_tokens
      FROM test_executions e
      JOIN test_runs r ON r.workspace_id = :'workspace_id'::uuid AND r.id = e.run_id
     CROSS JOIN LATERAL (SELECT e.outcome <> 'unknown' AS known, NOT e.cached AND e.outcome <> 'unknown' AS calls) o
     WHERE e.workspace_id = :'workspace_id'::uuid
       AND e.created_at >= (SELECT a.read_from FROM asked a)
       AND e.created_at < :'to'::timestamptz
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
    SELECT c.day,
           count(*) FILTER (WHERE within) AS executions,
           sum(c.answer_usd) FILTER (WHERE within) AS cost_usd,
           sum(c.judge_usd) FILTER (WHERE within) AS grading_cost_usd,
           count(c.answer_usd) FILTER (WHERE within) AS priced,
           count(c.judge_usd) FILTER (WHERE within) AS grading_priced,
           count(*) FILTER (WHERE within AND c.cached) AS cached,
           count(*) FILTER (WHERE within AND c.judged) AS judged,
           sum(c.unpriced) FILTER (WHERE within) AS unpriced,
           count(*) FILTER (WHERE within AND num_nonnulls(c.prompt_tokens, c.completion_tokens) > 0) AS metered,
           sum(c.prompt_tokens) FILTER (WHERE within) AS prompt_tokens,
           sum(c.completion_tokens) FILTER (WHERE within) AS completion_tokens,
           sum(CASE WHEN count(c.answer_usd) + count(c.judge_usd) > 0 OR bool_and(c.cached)
                    THEN coalesce(sum(c.answer_usd), 0) + coalesce(sum(c.judge_usd), 0) END)
               OVER (PARTITION BY date_trunc('month', c.day) ORDER BY c.day) AS month_to_date_usd
      FROM counted c
     GROUP BY c.day
), subjects AS (
    SELECT CASE grouping(c.prompt_card_id, c.model, c.created_by) WHEN 3 THEN 'card' WHEN 5 THEN 'model' ELSE 'person' END
               AS grain,
           c.prompt_card_id AS card_id, c.llm_provider, c.model, c.created_by,
           count(*) FILTER (WHERE within) AS executions,
           sum(c.answer_usd) FILTER (WHERE within) AS cost_usd,
           sum(c.judge_usd) FILTER (WHERE within) AS grading_cost_usd,
           count(c.answer_usd) FILTER (WHERE within) AS priced,
           count(c.judge_usd) FILTER (WHERE within) AS grading_priced,
           count(*) FILTER (WHERE within AND c.cached) AS cached,
           count(*) FILTER (WHERE within AND c.judged) AS judged,
           sum(c.unpriced) FILTER (WHERE within) AS unpriced,
           count(*) FILTER (WHERE within AND num_nonnulls(c.prompt_tokens, c.completion_tokens) > 0) AS metered,
           sum(c.prompt_tokens) FILTER (WHERE within) AS prompt_tokens,
           sum(c.completion_tokens) FILTER (WHERE within) AS completion_tokens,
           CASE WHEN count(coalesce(c.answer_usd, c.judge_usd)) FILTER (WHERE this_month) > 0
                     OR bool_and(c.cached) FILTER (WHERE this_month)
                THEN coalesce(sum(c.answer_usd) FILTER (WHERE this_month), 0)
                     + coalesce(sum(c.judge_usd) FILTER (WHERE this_month), 0) END AS month_to_date_usd
      FROM counted c, asked a
     CROSS JOIN LATERAL (SELECT c.day >= a.month_from AS this_month) w
     GROUP BY GROUPING SETS ((c.prompt_card_id), (c.llm_provider, c.model), (c.created_by))
), totals AS (
    SELECT s.*, CASE WHEN s.priced > 0 OR s.cached = s.executions OR s.grading_priced > 0
                     THEN coalesce(s.cost_usd, 0) + coalesce(s.grading_cost_usd, 0) END AS total_usd
      FROM subjects s
     WHERE s.executions > 0
), ranked AS (
    SELECT s.*, row_number() OVER (PARTITION BY s.grain ORDER BY s.total_usd DESC NULLS LAST, s.executions DESC,
                                   s.card_id, s.llm_provider, s.model, s.created_by) AS place
      FROM totals s
), rows AS (
    SELECT 1 AS part, d.day - date '2000-01-01' AS place, 'day' AS by, d.day::text AS name, d.executions, d.cost_usd,
           d.priced, d.cached, d.grading_cost_usd, d.grading_priced, d.judged,
           CASE WHEN d.priced > 0 OR d.cached = d.executions OR d.grading_priced > 0
                THEN coalesce(d.cost_usd, 0) + coalesce(d.grading_cost_usd, 0) END AS total_usd,
           d.month_to_date_usd, d.unpriced, d.metered, d.prompt_tokens, d.completion_tokens
      FROM days d
     WHERE d.executions > 0
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
       CASE WHEN r.priced > 0 OR r.cached = r.executions THEN coalesce(r.cost_usd, 0) END AS cost_usd,
       CASE WHEN r.grading_priced > 0 OR r.judged = 0 THEN coalesce(r.grading_cost_usd, 0) END AS grading_cost_usd,
       r.unpriced,
       r.month_to_date_usd,
       CASE WHEN r.metered > 0 THEN coalesce(r.prompt_tokens, 0) END AS prompt_tokens,
       CASE WHEN r.metered > 0 THEN coalesce(r.completion_tokens, 0) END AS completion_tokens
  FROM rows r
 ORDER BY r.part, r.place
