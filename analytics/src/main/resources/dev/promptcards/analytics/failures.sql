-- Why executions did not pass: failed ones by what their grade says, errors by what went wrong, grouped by that text
-- with its changing parts replaced by …: quoted texts, addresses, and words with digits, which are numbers and ids.
-- A number from 400 to 599 by itself stays: it is the status of an answer. What failed without saying why has no
-- reason. Unknown outcomes are no failures.
-- In psql: SELECT bind_workspace('…') inside a transaction, then \set workspace_id …, from, to, limit, and the filters
-- card, version, suite, model, provider, tag, label: '' for one that is not wanted.
WITH failed AS (
    SELECT e.outcome, e.prompt_card_id, e.case_key, e.model, e.created_at,
           left(coalesce(e.error, nullif(e.reason, '')), 400)               AS said
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
       AND e.outcome IN ('failed', 'error')
), of_cases AS MATERIALIZED (
    SELECT said, outcome, prompt_card_id, case_key, model,
           count(*)                                                         AS executions,
           min(created_at)                                                  AS first_at,
           max(created_at)                                                  AS last_at
      FROM failed
     GROUP BY said, outcome, prompt_card_id, case_key, model
), texts AS MATERIALIZED (
    -- Once for each text: taking out what changes is what costs most.
    SELECT said,
           split_part(regexp_replace(
               said,
               '"[^"]*("|$)|`[^`]*(`|$)|\Y''[^'']*''\Y|[a-z]+://\S+|\m(?![45]\d\d\M)[\w.-]*\d[\w.-]*',
               '…', 'g'), E'\n', 1)                                         AS reason
      FROM of_cases
     GROUP BY said
)
SELECT reason,
       outcome,
       sum(executions)::bigint                                              AS executions,
       sum(executions) / sum(sum(executions)) OVER ()                       AS share,
       count(DISTINCT prompt_card_id)                                       AS cards,
       count(DISTINCT (prompt_card_id, case_key))                           AS cases,
       array_agg(DISTINCT model)                                            AS models,
       min(first_at)                                                        AS first_at,
       max(last_at)                                                         AS last_at,
       min(said)                                                            AS example
  FROM of_cases
  LEFT JOIN texts USING (said)
 GROUP BY reason, outcome
 ORDER BY executions DESC, reason, outcome
 LIMIT :'limit'::int
