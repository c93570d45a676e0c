-- No name of a constraint ends in a number: a distributed PostgreSQL appends the shard's, and it is taken off
-- when a name is read.
SELECT conrelid::regclass, conname
  FROM pg_constraint
 WHERE connamespace = 'public'::regnamespace
   AND conparentid = 0
   AND conname ~ '_\d+$';
-- broken by
ALTER TABLE test_cases ADD CONSTRAINT test_cases_key_2 CHECK (key <> '');
