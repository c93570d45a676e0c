-- How a card's last executions went: the times of the last 100, who answered, and the last 50 one by one, newest
-- first. Without a card: the cards tried last, looked for among the newest 1,000 runs of the window.
-- In psql: SELECT bind_workspace('…') inside a transaction, then \set workspace_id …, from, to, limit, and the filters
-- card, version, suite, model, provider, tag, label: '' for one that is not wanted.
-- A time is that of a call made; an answer from the cache took none here. It cost nothing either.
-- (ARRAY_AGG(… ORDER BY … LIMIT n) is not SQL: LATERAL takes the last rows of each card from the end of an index.)
WITH tried AS (
    SELECT k.card_id, max(r.created_at) AS last_at
      FROM (SELECT id, created_at
              FROM test_runs
             WHERE workspace_id = :'workspace_id'::uuid
               AND created_at >= :'from'::timestamptz AND created_at < :'to'::timestamptz
               AND (:'suite' = '' OR suite_id = (SELECT id FROM test_suites
                                                  WHERE workspace_id = :'workspace_id'::uuid AND slug = :'suite'))
             ORDER BY number DESC
             LIMIT 1000) r
      JOIN run_columns k ON k.workspace_id = :'workspace_id'::uuid AND k.run_id = r.id
     WHERE :'card' = ''
     GROUP BY k.card_id
), cards AS (
    SELECT c.id, c.slug, t.last_at
      FROM prompt_cards c
      LEFT JOIN tried t ON t.card_id = c.id
     WHERE c.workspace_id = :'workspace_id'::uuid
       AND (c.slug = :'card' OR t.card_id IS NOT NULL)
       AND (:'tag' = '' OR c.tags @> to_jsonb(:'tag'::text))
     ORDER BY t.last_at DESC NULLS LAST, c.slug
     LIMIT :'limit'::int
)
SELECT c.slug                                                               AS card,
       l.executions,
       l.last_at,
       l.pass_rate,
       l.execution_times_ms,
       l.providers,
       l.models,
       l.last_executions
  FROM cards c
 CROSS JOIN LATERAL (
       SELECT count(*)                                                      AS executions,
              max(finished_at)                                              AS last_at,
              avg((outcome = 'passed')::int) FILTER (WHERE outcome <> 'unknown') AS pass_rate,
              array_agg(execution_time_ms ORDER BY place)
                  FILTER (WHERE execution_time_ms IS NOT NULL AND NOT cached) AS execution_times_ms,
              array_agg(DISTINCT llm_provider)                              AS providers,
              array_agg(DISTINCT model)                                     AS models,
              json_agg(json_build_object(
                           'timestamp', to_char(finished_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'),
                           'success', CASE WHEN outcome <> 'unknown' THEN outcome = 'passed' END,
                           'cost', CASE WHEN cached THEN 0 ELSE trim_scale(cost_usd) END)
                       ORDER BY place) FILTER (WHERE place <= 50)           AS last_executions
         FROM (SELECT e.*, row_number() OVER (ORDER BY e.created_at DESC, e.id DESC) AS place
                 FROM test_executions e
                WHERE e.workspace_id = :'workspace_id'::uuid
                  AND e.prompt_card_id = c.id
                  AND e.created_at >= :'from'::timestamptz AND e.created_at < :'to'::timestamptz
                  AND (:'version' = '' OR e.version = nullif(:'version', '')::int)
                  AND (:'suite' = '' OR e.run_id IN (
                          SELECT r.id FROM test_runs r
                            JOIN test_suites s ON s.workspace_id = r.workspace_id AND s.id = r.suite_id
                           WHERE r.workspace_id = :'workspace_id'::uuid AND s.slug = :'suite'))
                  AND (:'model' = '' OR e.model = :'model')
                  AND (:'provider' = '' OR e.llm_provider = :'provider')
                  AND (:'label' = '' OR (e.prompt_card_id, e.version) IN (
                          SELECT card_id, version FROM card_labels
                           WHERE workspace_id = :'workspace_id'::uuid AND label = :'label'))
                ORDER BY e.created_at DESC, e.id DESC
                LIMIT 100) last_hundred
       ) l
 ORDER BY c.last_at DESC NULLS LAST, c.slug
