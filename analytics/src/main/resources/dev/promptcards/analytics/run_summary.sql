-- How a run came out: a row for each of its columns, and one for the whole run (column_number null).
-- In psql: SELECT bind_workspace('…') inside a transaction, then \set workspace_id … \set run_id …
-- \set created_at … (when the run was enqueued: it names the partition).
-- Latency is of calls made by this run; an answer from the cache took no time here. What an unknown outcome
-- took is counted when it becomes another. What was judged was answered, though an import may lack the
-- answer. Judges are counted whole: an answer of theirs from the cache too.
SELECT column_number,
       count(*)                                                            AS executions,
       count(*) FILTER (WHERE outcome = 'passed')                          AS passed,
       count(*) FILTER (WHERE outcome = 'failed')                          AS failed,
       count(*) FILTER (WHERE outcome = 'error')                           AS errors,
       count(*) FILTER (WHERE outcome = 'unknown')                         AS unknown,
       avg(score) FILTER (WHERE outcome <> 'unknown')                      AS mean_score,
       percentile_cont(0.50) WITHIN GROUP (ORDER BY execution_time_ms)
           FILTER (WHERE execution_time_ms IS NOT NULL AND NOT cached)     AS latency_p50_ms,
       percentile_cont(0.95) WITHIN GROUP (ORDER BY execution_time_ms)
           FILTER (WHERE execution_time_ms IS NOT NULL AND NOT cached)     AS latency_p95_ms,
       coalesce(sum(cost_usd) FILTER (WHERE counts), 0)                    AS cost_usd,
       count(*) FILTER (WHERE cost_usd IS NULL AND counts
                          AND (output IS NOT NULL OR outcome IN ('passed', 'failed'))) AS unpriced,
       coalesce(sum(prompt_tokens) FILTER (WHERE counts), 0)               AS prompt_tokens,
       coalesce(sum(completion_tokens) FILTER (WHERE counts), 0)           AS completion_tokens,
       coalesce(sum(grading_cost_usd) FILTER (WHERE outcome <> 'unknown'), 0) AS grading_cost_usd,
       coalesce(sum(grading_prompt_tokens) FILTER (WHERE outcome <> 'unknown'), 0)
                                                                           AS grading_prompt_tokens,
       coalesce(sum(grading_completion_tokens) FILTER (WHERE outcome <> 'unknown'), 0)
                                                                           AS grading_completion_tokens
  FROM test_executions
 CROSS JOIN LATERAL (SELECT NOT cached AND outcome <> 'unknown' AS counts) c
 WHERE workspace_id = :'workspace_id'::uuid
   AND created_at = :'created_at'::timestamptz
   AND run_id = :'run_id'::uuid
 GROUP BY GROUPING SETS ((column_number), ())
 ORDER BY column_number NULLS LAST
