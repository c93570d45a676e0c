-- The cases that fail most: how often each was tried and did not pass, over all versions and models, and what share of
-- its card's failures it has. Unknown outcomes are left out.
-- In psql: SELECT bind_workspace('…') inside a transaction, then \set workspace_id …, from, to, limit, and the filters
-- card, version, suite, model, provider, tag, label: '' for one that is not wanted.
WITH cases AS (
    SELECT e.prompt_card_id, r.suite_id, e.case_key,
           count(*)                                                         AS executions,
           count(*) FILTER (WHERE e.outcome = 'failed')                     AS failed,
           count(*) FILTER (WHERE e.outcome = 'error')                      AS errors,
           count(*) FILTER (WHERE e.outcome = 'passed')::float8 / count(*)  AS pass_rate,
           count(*) FILTER (WHERE e.outcome <> 'passed')                    AS failures,
           max(e.created_at) FILTER (WHERE e.outcome <> 'passed')           AS last_failed_at
      FROM test_executions e
      JOIN test_runs r ON r.workspace_id = :'workspace_id'::uuid AND r.id = e.run_id
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
       AND e.outcome <> 'unknown'
     GROUP BY e.prompt_card_id, r.suite_id, e.case_key
    HAVING count(*) FILTER (WHERE e.outcome <> 'passed') > 0
), ranked AS (
    SELECT k.*,
           sum(failures) OVER (PARTITION BY prompt_card_id)                 AS card_failures
      FROM cases k
     ORDER BY failures DESC, pass_rate, case_key
     LIMIT :'limit'::int
)
SELECT c.slug                                                               AS card,
       s.slug                                                               AS suite,
       k.case_key                                                           AS case,
       k.executions,
       k.failed,
       k.errors,
       k.pass_rate,
       k.failures / k.card_failures                                         AS share_of_card,
       k.last_failed_at
  FROM ranked k
  JOIN prompt_cards c ON c.workspace_id = :'workspace_id'::uuid AND c.id = k.prompt_card_id
  JOIN test_suites s ON s.workspace_id = :'workspace_id'::uuid AND s.id = k.suite_id
 ORDER BY k.failures DESC, k.pass_rate, k.case_key
