--liquibase formatted sql
-- Why: whoever writes to the audit log queues behind a partition that waits for its lock; the next day tries again.
--changeset promptcards:184-audit-partitions-wait-shortly splitStatements:false
ALTER FUNCTION ensure_audit_partitions(date, date) SET lock_timeout = '1s';
--rollback ALTER FUNCTION ensure_audit_partitions(date, date) RESET lock_timeout;
