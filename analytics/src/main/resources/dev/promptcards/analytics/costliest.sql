-- The executions that cost most, with what their judges took. An answer from the cache cost nothing again; one whose
-- price is not known is left out.
-- In psql: SELECT bind_workspace('…') inside a transaction, then \set workspace_id …, from, to, limit, and the filters
-- card, version, suite, model, provider, tag, label: '' for one that is not wanted.
WITH most AS (
    SELECT e.created_at, e.id,
           coalesce(e.grading_cost_usd, 0) + CASE WHEN e.cached THEN 0 ELSE e.cost_usd END AS measure
      FROM test_executions e
     WHERE e.workspace_id = :'workspace_id'::uuid
       AND e.created_at >= :'from'::timestamptz AND e.created_at < :'to'::timestamptz
       AND (:'card' = '' OR e.prompt_card_id = (
               SELECT id FROM prompt_cards WHERE workspace_id = :'workspace_id'::uuid AND slug = :'card'))
       AND (:'version' = '' OR e.version = nullif(:'version', '')::int)
       AND (:'suite' = '' OR e.run_id IN (
               SELECT r.id FROM test_runs r JOIN test_suites s ON s.workspace_id = r.workspace_id AND s.id = r.suite_id
                WHERE r.workspace_id = :'workspace_id'::uuid AND s.slug = :'suite'))
       AND (:'model' = '' OR e.model = :'model')
       AND (:'provider' = '' OR e.llm_provider = :'provider')
       AND (:'tag' = '' OR e.prompt_card_id IN (
               SELECT id FROM prompt_cards
                WHERE workspace_id = :'workspace_id'::uuid AND tags @> to_jsonb(:'tag'::text)))
       AND (:'label' = '' OR (e.prompt_card_id, e.version) IN (
               SELECT card_id, version FROM card_labels
                WHERE workspace_id = :'workspace_id'::uuid AND label = :'label'))
       AND (e.cost_usd IS NOT NULL OR e.cached)
       AND e.outcome <> 'unknown'
     ORDER BY measure DESC, e.created_at DESC, e.id
     LIMIT :'limit'::int
)
SELECT c.slug                                                               AS card,
       e.version,
       e.llm_provider                                                       AS provider,
       e.model,
       e.case_key                                                           AS case,
       r.number                                                             AS run,
       e.outcome,
       e.execution_time_ms,
       CASE WHEN e.cached THEN 0 ELSE e.cost_usd END                        AS cost_usd,
       e.grading_cost_usd,
       e.prompt_tokens,
       e.completion_tokens,
       e.finished_at,
       e.id                                                                 AS execution
  FROM most m
  JOIN test_executions e ON e.workspace_id = :'workspace_id'::uuid AND e.created_at = m.created_at AND e.id = m.id
                        AND e.created_at >= :'from'::timestamptz AND e.created_at < :'to'::timestamptz
  JOIN test_runs r ON r.workspace_id = :'workspace_id'::uuid AND r.id = e.run_id
  JOIN prompt_cards c ON c.workspace_id = :'workspace_id'::uuid AND c.id = e.prompt_card_id
 ORDER BY m.measure DESC, m.created_at DESC, m.id
