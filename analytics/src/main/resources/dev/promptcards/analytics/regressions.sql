-- Cases that fail now and passed before: with which version and in which run each began to, and for how many runs it
-- has. A case fails in a run where any of its repeats did not pass. Runs follow each other by when they were started,
-- versions within a run by their number. What a window does not hold is not known to it: a case that never passed
-- within it is no regression. Unknown outcomes are left out.
-- In psql: SELECT bind_workspace('…') inside a transaction, then \set workspace_id …, from, to, limit, and the filters
-- card, version, suite, model, provider, tag, label: '' for one that is not wanted.
WITH tries AS MATERIALIZED (
    SELECT e.prompt_card_id, e.case_key, e.llm_provider, e.model, r.suite_id, e.created_at, r.number AS run, e.version,
           e.outcome = 'passed'                                             AS passed
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
), candidates AS (
    -- Only a case that failed when it was last tried, and passed some time before, is worth putting in order.
    SELECT prompt_card_id, case_key, llm_provider, model, suite_id
      FROM tries
     GROUP BY prompt_card_id, case_key, llm_provider, model, suite_id
    HAVING max(created_at) FILTER (WHERE NOT passed) = max(created_at) AND bool_or(passed)
), runs AS (
    SELECT prompt_card_id, case_key, llm_provider, model, suite_id, created_at, run, version, bool_and(passed) AS passed
      FROM tries
      JOIN candidates USING (prompt_card_id, case_key, llm_provider, model, suite_id)
     GROUP BY prompt_card_id, case_key, llm_provider, model, suite_id, created_at, run, version
), turns AS (
    -- A turn is where a case came out otherwise than the time before.
    SELECT t.*,
           lag(passed)  OVER in_order IS DISTINCT FROM passed               AS turned,
           lag(run)     OVER in_order                                       AS run_before,
           lag(version) OVER in_order                                       AS version_before
      FROM runs t
    WINDOW in_order AS (PARTITION BY prompt_card_id, case_key, llm_provider, model, suite_id
                            ORDER BY created_at, run, version)
), islands AS (
    -- Between two turns lies an island of equal outcomes; it has the number of turns up to it.
    SELECT t.*,
           count(*) FILTER (WHERE turned) OVER (PARTITION BY prompt_card_id, case_key, llm_provider, model, suite_id
                                                    ORDER BY created_at, run, version)  AS island,
           count(*) FILTER (WHERE turned) OVER (PARTITION BY prompt_card_id, case_key, llm_provider, model, suite_id)
                                                                            AS last_island
      FROM turns t
), regressions AS (
    SELECT prompt_card_id, llm_provider, model, suite_id, case_key,
           min(version) FILTER (WHERE turned)                               AS first_failing_version,
           min(run) FILTER (WHERE turned)                                   AS first_failing_run,
           min(created_at)                                                  AS failing_since,
           min(version_before) FILTER (WHERE turned)                        AS last_passing_version,
           min(run_before) FILTER (WHERE turned)                            AS last_passing_run,
           count(DISTINCT run)                                              AS streak
      FROM islands
     WHERE island = last_island AND island > 1 AND NOT passed
     GROUP BY prompt_card_id, case_key, llm_provider, model, suite_id
     ORDER BY failing_since DESC, streak DESC, case_key, model
     LIMIT :'limit'::int
)
SELECT c.slug                                                               AS card,
       g.llm_provider                                                       AS provider,
       g.model,
       s.slug                                                               AS suite,
       g.case_key                                                           AS case,
       g.first_failing_version,
       g.first_failing_run,
       g.failing_since,
       g.last_passing_version,
       g.last_passing_run,
       g.streak
  FROM regressions g
  JOIN prompt_cards c ON c.workspace_id = :'workspace_id'::uuid AND c.id = g.prompt_card_id
  JOIN test_suites s ON s.workspace_id = :'workspace_id'::uuid AND s.id = g.suite_id
 ORDER BY g.failing_since DESC, g.streak DESC, g.case_key, g.model
