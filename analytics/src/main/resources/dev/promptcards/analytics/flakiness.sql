-- Cases that pass at one time and not at another, though version and model are the same: over repeats and runs, in the
-- order in which they were asked. A flip is an execution that came out otherwise than the one before it. Entropy is
-- that of the pass rate in bits: 0 where it is always the same, 1 where it is a coin. Unknown outcomes are left out;
-- an error is no pass.
-- In psql: SELECT bind_workspace('…') inside a transaction, then \set workspace_id …, from, to, limit, and the filters
-- card, version, suite, model, provider, tag, label: '' for one that is not wanted.
WITH tries AS MATERIALIZED (
    SELECT e.prompt_card_id, e.version, e.llm_provider, e.model, r.suite_id, e.case_key, e.outcome = 'passed' AS passed,
           e.created_at, e.run_id, e.repeat_number, e.item_number
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
), unsteady AS MATERIALIZED (
    -- Only what came out both ways is worth putting in order.
    SELECT prompt_card_id, version, llm_provider, model, suite_id, case_key
      FROM tries
     GROUP BY prompt_card_id, version, llm_provider, model, suite_id, case_key
    HAVING bool_or(passed) AND NOT bool_and(passed)
), in_order AS (
    SELECT t.*,
           lag(passed) OVER (
               PARTITION BY prompt_card_id, case_key, version, llm_provider, model, suite_id
               ORDER BY created_at, run_id, repeat_number, item_number)     AS passed_before
      FROM tries t
     WHERE (prompt_card_id, version, llm_provider, model, suite_id, case_key) IN (
               SELECT prompt_card_id, version, llm_provider, model, suite_id, case_key FROM unsteady)
), cases AS (
    SELECT prompt_card_id, version, llm_provider, model, suite_id, case_key,
           count(*)                                                         AS executions,
           count(*) FILTER (WHERE passed)                                   AS passed,
           count(*) FILTER (WHERE passed <> passed_before)                  AS flips,
           count(*) FILTER (WHERE passed)::float8 / count(*)                AS pass_rate,
           max(created_at)                                                  AS last_at
      FROM in_order
     GROUP BY prompt_card_id, case_key, version, llm_provider, model, suite_id
     ORDER BY flips DESC, executions DESC, case_key, version
     LIMIT :'limit'::int
)
SELECT c.slug                                                               AS card,
       f.version,
       f.llm_provider                                                       AS provider,
       f.model,
       s.slug                                                               AS suite,
       f.case_key                                                           AS case,
       f.executions,
       f.passed,
       f.pass_rate,
       f.flips,
       f.flips::float8 / (f.executions - 1)                                 AS flip_rate,
       -(f.pass_rate * ln(f.pass_rate) + (1 - f.pass_rate) * ln(1 - f.pass_rate)) / ln(2) AS entropy,
       f.last_at
  FROM cases f
  JOIN prompt_cards c ON c.workspace_id = :'workspace_id'::uuid AND c.id = f.prompt_card_id
  JOIN test_suites s ON s.workspace_id = :'workspace_id'::uuid AND s.id = f.suite_id
 ORDER BY f.flips DESC, f.executions DESC, f.case_key, f.version
