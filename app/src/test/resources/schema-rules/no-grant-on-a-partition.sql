-- Nobody but the owner holds anything on a partition: its parent's policies would not count there.
SELECT c.relname, a.grantee::regrole, a.privilege_type
  FROM pg_class c, aclexplode(c.relacl) a
 WHERE c.relnamespace = 'public'::regnamespace
   AND c.relispartition
   AND a.grantee <> c.relowner;
-- broken by
CREATE TABLE test_executions_2001_01 PARTITION OF test_executions
    FOR VALUES FROM ('2001-01-01 00:00Z') TO ('2001-02-01 00:00Z');
GRANT SELECT ON test_executions_2001_01 TO promptcards_app;
