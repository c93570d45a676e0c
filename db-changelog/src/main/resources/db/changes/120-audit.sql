--liquibase formatted sql
-- Why: who changed what, when and from where, as a chain that shows where somebody changed it afterwards.
--changeset promptcards:120-audit splitStatements:false stripComments:false
-- No foreign key leads to workspaces: what belongs to none is kept under the nil UUID. A name is compared byte by
-- byte ("C"), so that `card.` is a range of an index.
CREATE TABLE audit_events (
    workspace_id  uuid        NOT NULL,
    created_at    timestamptz NOT NULL,
    id            uuid        NOT NULL,
    seq           bigint      NOT NULL,
    actor_kind    text        NOT NULL,
    actor_id      text        NOT NULL,
    action        text        COLLATE "C" NOT NULL,
    object_kind   text        NOT NULL,
    object_id     text        NOT NULL,
    object_name   text        NOT NULL,
    subject_id    uuid,
    before        jsonb,
    after         jsonb,
    origin_hash   bytea,
    subject_hash  bytea,
    key_id        bytea       NOT NULL,
    previous_hash bytea       NOT NULL,
    hash          bytea       NOT NULL,
    CONSTRAINT audit_events_pkey PRIMARY KEY (workspace_id, created_at, id),
    CONSTRAINT audit_events_seq_check CHECK (seq > 0),
    CONSTRAINT audit_events_actor_check CHECK (actor_kind IN ('local', 'user', 'key', 'system')),
    CONSTRAINT audit_events_action_check CHECK (action ~ '^[a-z][a-z-]*(\.[a-z][a-z-]*)*$'),
    CONSTRAINT audit_events_hash_check CHECK (octet_length(hash) = 32 AND octet_length(previous_hash) = 32)
) PARTITION BY RANGE (created_at);
-- Newest first is the primary key read backwards.
CREATE INDEX audit_events_seq_idx ON audit_events (workspace_id, seq);
CREATE INDEX audit_events_actor_idx ON audit_events (workspace_id, actor_kind, actor_id, created_at);
CREATE INDEX audit_events_action_idx ON audit_events (workspace_id, action, created_at);
CREATE INDEX audit_events_object_idx ON audit_events (workspace_id, object_kind, object_id, created_at);

-- Personal data stands apart, so that a person can be erased and the chain stays whole: an event holds a salted hash
-- of its rows here. 'origin' is where the doer called from, 'subject' what is said about who it was done to.
CREATE TABLE audit_people (
    workspace_id uuid        NOT NULL,
    created_at   timestamptz NOT NULL,
    event_id     uuid        NOT NULL,
    role         text        NOT NULL,
    user_id      uuid,
    salt         bytea       NOT NULL,
    address      text        NOT NULL,
    user_agent   text        NOT NULL,
    details      jsonb,
    CONSTRAINT audit_people_pkey PRIMARY KEY (workspace_id, created_at, event_id, role),
    CONSTRAINT audit_people_role_check CHECK (role IN ('origin', 'subject'))
) PARTITION BY RANGE (created_at);
CREATE INDEX audit_people_user_idx ON audit_people (user_id, workspace_id);

-- Where each chain ends. `seal` is made with a key the database does not have.
CREATE TABLE audit_heads (
    workspace_id uuid        NOT NULL,
    seq          bigint      NOT NULL,
    recorded_at  timestamptz NOT NULL,
    hash         bytea       NOT NULL,
    key_id       bytea       NOT NULL,
    seal         bytea       NOT NULL,
    CONSTRAINT audit_heads_pkey PRIMARY KEY (workspace_id),
    CONSTRAINT audit_heads_seq_check CHECK (seq >= 0)
);

-- As ensure_execution_partitions: the owner makes the months, of both tables together.
CREATE FUNCTION ensure_audit_partitions(first_month date, last_month date) RETURNS integer
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public AS $$
DECLARE
    month_start date := date_trunc('month', first_month);
    parent      text;
    name        text;
    made        integer := 0;
BEGIN
    IF last_month > first_month + interval '10 years' THEN
        RAISE EXCEPTION 'more than ten years of partitions asked for';
    END IF;
    WHILE month_start <= last_month LOOP
        FOREACH parent IN ARRAY ARRAY['audit_events', 'audit_people'] LOOP
            name := parent || to_char(month_start, '_YYYY_MM');
            IF to_regclass('public.' || name) IS NULL THEN
                -- Two servers may get here at once.
                PERFORM pg_advisory_xact_lock(hashtext('promptcards.partitions'));
                IF to_regclass('public.' || name) IS NULL THEN
                    EXECUTE format(
                        'CREATE TABLE public.%I PARTITION OF public.%I FOR VALUES FROM (%L) TO (%L)',
                        name, parent, month_start::timestamp AT TIME ZONE 'UTC',
                        (month_start + interval '1 month')::timestamp AT TIME ZONE 'UTC');
                    EXECUTE format('ALTER TABLE public.%I ENABLE ROW LEVEL SECURITY', name);
                    EXECUTE format('ALTER TABLE public.%I FORCE ROW LEVEL SECURITY', name);
                    made := made + 1;
                END IF;
            END IF;
        END LOOP;
        month_start := month_start + interval '1 month';
    END LOOP;
    RETURN made;
END
$$;
REVOKE ALL ON FUNCTION ensure_audit_partitions(date, date) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION ensure_audit_partitions(date, date) TO promptcards_app;
--rollback DROP FUNCTION ensure_audit_partitions(date, date);
--rollback DROP TABLE audit_heads;
--rollback DROP TABLE audit_people;
--rollback DROP TABLE audit_events;
