-- What was spent, four ways: by day, by card, by model, by person (whoever started the runs: local, user:ID, key:ID); the
-- column `by` says which, `name` of what. Of cards, models and people the costliest come first.
-- The window is widened to whole days (UTC). In psql: SELECT bind_workspace('…') inside a transaction, then
-- \set workspace_id … \set from … \set to … \set limit '' (100 cards, models and people each).
-- From roll-ups; exact. A run's spend is of the day it was started. cost_usd is of answers, grading_cost_usd of judges;
-- total_usd is both, as far as prices are known, and null where none is. unpriced counts the answers and gradings whose
-- price is not known. month_to_date_usd is the total from the first of the month: of a day's month up to it, of the rest
-- in the month of the window's last day.
WITH asked AS (
    SELECT w.*, date_trunc('month', w.first_day)::date AS days_from,
           least(w.first_day, date_trunc('month', w.last_day)::date) AS subjects_from
      FROM (SELECT (:'from'::timestamptz AT TIME ZONE 'UTC')::date AS first_day,
                   ((:'to'::timestamptz AT TIME ZONE 'UTC') - interval '1 microsecond')::date AS last_day) w
), days AS (
    SELECT r.day, sum(r.executions) AS executions, sum(r.cost_usd) AS cost_usd,
           sum(r.priced) AS priced, sum(r.cached) AS cached, sum(r.grading_cost_usd) AS grading_cost_usd,
           sum(r.grading_priced) AS grading_priced, sum(r.judged) AS judged,
           sum(r.unpriced + r.judged - r.grading_priced) AS unpriced, sum(r.metered) AS metered,
           sum(r.prompt_tokens) AS prompt_tokens, sum(r.completion_tokens) AS completion_tokens,
           sum(CASE WHEN sum(r.priced + r.grading_priced) > 0 OR sum(r.cached) = sum(r.executions)
                    THEN sum(r.cost_usd + r.grading_cost_usd) END)
               OVER (PARTITION BY date_trunc('month', r.day) ORDER BY r.day) AS month_to_date_usd
      FROM execution_rollups r, asked a
     WHERE r.workspace_id = :'workspace_id'::uuid
       AND r.grain = 'workspace'
       AND r.day BETWEEN a.days_from AND a.last_day
     GROUP BY r.day
), costliest AS (
    -- Of tens of thousands of cards, all figures are worked out for these alone. Versions of a card are one.
    SELECT c.about
      FROM (SELECT coalesce(r.card_id, r.subject) AS about,
                   row_number() OVER (PARTITION BY any_value(r.grain)
                                      ORDER BY sum(r.cost_usd + r.grading_cost_usd) DESC, sum(r.executions) DESC) AS place
              FROM execution_rollups r, asked a
             WHERE r.workspace_id = :'workspace_id'::uuid
               AND r.grain IN ('card', 'model', 'person')
               AND r.day BETWEEN a.first_day AND a.last_day
             GROUP BY coalesce(r.card_id, r.subject)) c
     WHERE c.place <= coalesce(nullif(:'limit', '')::integer, 100)
), subjects AS (
    SELECT r.grain, r.card_id, r.llm_provider, r.model, r.created_by,
           sum(r.executions) FILTER (WHERE r.day >= a.first_day) AS executions,
           sum(r.cost_usd) FILTER (WHERE r.day >= a.first_day) AS cost_usd,
           sum(r.priced) FILTER (WHERE r.day >= a.first_day) AS priced,
           sum(r.cached) FILTER (WHERE r.day >= a.first_day) AS cached,
           sum(r.grading_cost_usd) FILTER (WHERE r.day >= a.first_day) AS grading_cost_usd,
           sum(r.grading_priced) FILTER (WHERE r.day >= a.first_day) AS grading_priced,
           sum(r.judged) FILTER (WHERE r.day >= a.first_day) AS judged,
           sum(r.unpriced + r.judged - r.grading_priced) FILTER (WHERE r.day >= a.first_day) AS unpriced,
           sum(r.metered) FILTER (WHERE r.day >= a.first_day) AS metered,
           sum(r.prompt_tokens) FILTER (WHERE r.day >= a.first_day) AS prompt_tokens,
           sum(r.completion_tokens) FILTER (WHERE r.day >= a.first_day) AS completion_tokens,
           CASE WHEN sum(r.priced + r.grading_priced) FILTER (WHERE r.day >= date_trunc('month', a.last_day)) > 0
                     OR sum(r.executions - r.cached) FILTER (WHERE r.day >= date_trunc('month', a.last_day)) = 0
                THEN sum(r.cost_usd + r.grading_cost_usd) FILTER (WHERE r.day >= date_trunc('month', a.last_day))
           END AS month_to_date_usd
      FROM execution_rollups r, asked a
     WHERE r.workspace_id = :'workspace_id'::uuid
       AND r.grain IN ('card', 'model', 'person')
       AND r.day BETWEEN a.subjects_from AND a.last_day
       AND coalesce(r.card_id, r.subject) IN (SELECT c.about FROM costliest c)
     GROUP BY r.grain, r.card_id, r.llm_provider, r.model, r.created_by
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
