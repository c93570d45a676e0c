-- One row in every table of a workspace, for the tests that try to reach them from another one. :w is the bound
-- workspace, :id any id.
INSERT INTO prompt_cards (workspace_id, id, slug, title) VALUES (:w, :id, 'card', 'Card');
INSERT INTO card_versions (workspace_id, card_id, number, kind, template, content_hash, created_by)
VALUES (:w, :id, 1, 'text', 'Hello', '\x00', 'test');
INSERT INTO card_labels (workspace_id, card_id, label, version, updated_by) VALUES (:w, :id, 'production', 1, 'test');
INSERT INTO card_label_moves (workspace_id, card_id, label, to_version, moved_by)
VALUES (:w, :id, 'production', 1, 'test');
INSERT INTO test_suites (workspace_id, id, slug, name) VALUES (:w, :id, 'suite', 'Suite');
INSERT INTO suite_revisions (workspace_id, suite_id, number, created_by) VALUES (:w, :id, 1, 'test');
INSERT INTO test_cases (workspace_id, suite_id, revision, position, key) VALUES (:w, :id, 1, 0, 'first');
INSERT INTO run_numbers (workspace_id, last_number) VALUES (:w, 1);
INSERT INTO test_runs (workspace_id, id, number, suite_id, suite_revision, concurrency, timeout_millis, total_items,
                       request_hash, created_by, created_at)
VALUES (:w, :id, 1, :id, 1, 1, 1000, 1, '\x00', 'test', now());
INSERT INTO run_columns (workspace_id, run_id, number, card_id, version, prompt_label, provider_id, provider_kind, model)
VALUES (:w, :id, 0, :id, 1, 'Card', 'echo', 'echo', 'echo');
INSERT INTO run_progress (workspace_id, run_id) VALUES (:w, :id);
INSERT INTO run_secrets (workspace_id, run_id, sealed) VALUES (:w, :id, '\x00');
INSERT INTO run_events (workspace_id, run_id, id, kind) VALUES (:w, :id, :id, 'started');
INSERT INTO run_items (workspace_id, run_id, number, column_number, case_position, repeat_number)
VALUES (:w, :id, 0, 0, 0, 1);
INSERT INTO provider_responses (workspace_id, request_hash, body, latency_millis)
VALUES (:w, decode(repeat('00', 32), 'hex'), '\x00', 1);
INSERT INTO test_executions (workspace_id, created_at, id, run_id, item_number, column_number, case_position, case_key,
                             repeat_number, prompt_card_id, version, llm_provider, model, rendered_prompt, outcome,
                             score)
VALUES (:w, now(), :id, :id, 0, 0, 0, 'first', 1, :id, 1, 'echo', 'echo', 'Hello', 'passed', 1);
INSERT INTO judge_calls (workspace_id, run_id, item_number, request_hash)
VALUES (:w, :id, 0, decode(repeat('00', 32), 'hex'));
SELECT bind_people(ARRAY[:id]::uuid[]);
INSERT INTO users (id, email, display_name) VALUES (:id, 'someone@example.org', 'Someone');
INSERT INTO roles (workspace_id, name, permissions) VALUES (:w, 'reviewer', '{card.read}');
INSERT INTO workspace_members (workspace_id, user_id, role, added_by) VALUES (:w, :id, 'reviewer', 'test');
INSERT INTO audit_events (workspace_id, created_at, id, seq, actor_kind, actor_id, action, object_kind, object_id,
                          object_name, key_id, previous_hash, hash)
VALUES (:w, now(), :id, 1, 'system', '', 'card.create', 'card', :id, 'card', '\x00', decode(repeat('00', 32), 'hex'),
        decode(repeat('00', 32), 'hex'));
INSERT INTO audit_people (workspace_id, created_at, event_id, role, salt, address, user_agent)
VALUES (:w, now(), :id, 'origin', '\x00', '', '');
INSERT INTO audit_heads (workspace_id, seq, recorded_at, hash, key_id, seal)
VALUES (:w, 1, now(), '\x00', '\x00', '\x00');
INSERT INTO provider_connections (workspace_id, id, slug, kind, sealed, key_set, updated_by)
VALUES (:w, :id, 'connection', 'openai', '\x00', true, 'test');
INSERT INTO user_passwords (user_id, hash) VALUES (:id, '$argon2id$v=19$m=19456,t=2,p=1$c2FsdA$aGFzaA');
INSERT INTO user_sessions (user_id, id, secret_hash, expires_at)
VALUES (:id, :id, decode(repeat('00', 32), 'hex'), now() + interval '24 hours');
INSERT INTO invitations (workspace_id, role, token_hash, invited_by, expires_at)
VALUES (:w, 'viewer', decode(repeat('00', 32), 'hex'), 'test', now() + interval '1 day');
INSERT INTO protected_labels (workspace_id, pattern, updated_by) VALUES (:w, 'production', 'test');
INSERT INTO api_keys (workspace_id, id, name, secret_hash, scopes, created_by, created_at, expires_at)
VALUES (:w, :id, 'key', decode(repeat('00', 32), 'hex'), '{card.read}', 'test', now(), now() + interval '1 day');
INSERT INTO workspace_limits (workspace_id, runs_in_flight) VALUES (:w, 5);
INSERT INTO workspace_use (workspace_id, day, executions) VALUES (:w, '2026-11-21', 1);
INSERT INTO workspace_storage (workspace_id, stored_bytes, measured_at) VALUES (:w, 1, now());
INSERT INTO import_rows (workspace_id, run_id, line, card, version, provider, model, case_key, ran_at, outcome)
VALUES (:w, :id, 2, 'card', 1, 'openai', 'm', 'first', now(), 'passed');
INSERT INTO user_identities (user_id, issuer, subject) VALUES (:id, 'https://login.example.org', 'somebody');
INSERT INTO cache_deletes (workspace_id, id, key) VALUES (:w, :id, 'label:' || :w || ':card:production');
SELECT roll_up(:w, ARRAY(SELECT r FROM rollups_of(:w, now(), :id, '{0}', 1) r));
