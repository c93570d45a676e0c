package dev.promptcards.audit.chain;

import dev.promptcards.audit.chain.ChainWriter.Link;
import dev.promptcards.audit.chain.PersonalData.Role;
import dev.promptcards.tenancy.WorkspaceId;

import jakarta.inject.Singleton;

import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Update;
import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Stream;

/// The statements that write a chain.
@Singleton
class ChainRepository {

    private static final HexFormat HEX = HexFormat.of();

    /// A chain's head, held until the transaction ends.
    ///
    /// @param now when what comes next is recorded
    record Held(long seq, Instant recordedAt, byte[] hash, byte[] keyId, byte[] seal, Instant now) {

        Head head() {
            return new Head(seq, recordedAt, hash, keyId, seal);
        }
    }

    /// Takes the head until the transaction ends, so that events follow each other: by their
    /// numbers and by their times. A chain without a head begins, after the events it has, if
    /// somebody took its head away.
    Held lock(Handle handle, WorkspaceId workspace, byte[] keyId) {
        var held =
                handle.createQuery(
                                """
                                INSERT INTO audit_heads (workspace_id, seq, recorded_at, hash, key_id, seal)
                                VALUES (:workspaceId, 0, clock_timestamp(), :genesis, :keyId, '')
                                    ON CONFLICT (workspace_id) DO UPDATE
                                   SET recorded_at = audit_heads.recorded_at
                                RETURNING seq, recorded_at, hash, key_id, seal,
                                          greatest(clock_timestamp(),
                                              recorded_at + interval '1 microsecond') AS now
                                """)
                        .bind("workspaceId", workspace)
                        .bind("genesis", Head.GENESIS)
                        .bind("keyId", keyId)
                        .mapTo(Held.class)
                        .one();
        return held.seq() > 0 ? held : beheaded(handle, workspace, held);
    }

    private static Held beheaded(Handle handle, WorkspaceId workspace, Held fresh) {
        record Last(long seq, byte[] hash) {}
        return handle.createQuery(
                        """
                        SELECT seq, hash FROM audit_events WHERE workspace_id = :workspaceId
                         ORDER BY seq DESC LIMIT 1
                        """)
                .bind("workspaceId", workspace)
                .mapTo(Last.class)
                .findOne()
                .map(
                        last ->
                                new Held(
                                        last.seq(),
                                        fresh.recordedAt(),
                                        last.hash(),
                                        fresh.keyId(),
                                        fresh.seal(),
                                        fresh.now()))
                .orElse(fresh);
    }

    /// Stores events, the people in them, and where the chain ends now.
    void write(Handle handle, WorkspaceId workspace, List<Link> links, Head head) {
        var update =
                handle.createUpdate(
                                """
                                WITH added AS (
                                    INSERT INTO audit_events (workspace_id, created_at, id, seq, actor_kind,
                                           actor_id, action, object_kind, object_id, object_name,
                                           subject_id, before, after, origin_hash, subject_hash, key_id, previous_hash, hash)
                                    SELECT :workspaceId, :createdAt, e.id, e.seq, e.actor_kind, e.actor_id,
                                           e.action, e.object_kind, e.object_id, e.object_name,
                                           e.subject_id, e.before::jsonb, e.after::jsonb, decode(e.origin_hash, 'hex'),
                                           decode(e.subject_hash, 'hex'), :keyId,
                                           decode(e.previous_hash, 'hex'), decode(e.hash, 'hex')
                                      FROM unnest(:ids, :seqs, :actorKinds, :actorIds, :actions, :objectKinds,
                                                  :objectIds, :objectNames, :subjectIds, :befores, :afters, :originHashes,
                                                  :subjectHashes, :previousHashes, :hashes)
                                           AS e (id, seq, actor_kind, actor_id, action, object_kind, object_id,
                                                 object_name, subject_id, before, after, origin_hash,
                                                 subject_hash, previous_hash, hash)
                                ), apart AS (
                                    INSERT INTO audit_people (workspace_id, created_at, event_id, role, user_id,
                                           salt, address, user_agent, details)
                                    SELECT :workspaceId, :createdAt, p.event_id, p.role, p.user_id,
                                           decode(p.salt, 'hex'), p.address, p.user_agent, p.details::jsonb
                                      FROM unnest(:events, :roles, :users, :salts, :addresses, :agents, :details)
                                           AS p (event_id, role, user_id, salt, address, user_agent, details)
                                )
                                UPDATE audit_heads
                                   SET seq = :seq, recorded_at = :createdAt, hash = :hash, key_id = :keyId, seal = :seal
                                 WHERE workspace_id = :workspaceId
                                """)
                        .bind("workspaceId", workspace)
                        .bind("createdAt", head.recordedAt())
                        .bind("seq", head.seq())
                        .bind("hash", head.hash())
                        .bind("keyId", head.keyId())
                        .bind("seal", head.seal());
        bindEvents(update, links.stream().map(Link::event).toList());
        bindPeople(update, links.stream().flatMap(ChainRepository::people).toList());
        update.execute();
    }

    private static void bindEvents(Update update, List<AuditEvent> events) {
        array(update, "ids", UUID.class, events, AuditEvent::id);
        array(update, "seqs", Long.class, events, AuditEvent::seq);
        text(update, "actorKinds", events, AuditEvent::actorKind);
        text(update, "actorIds", events, AuditEvent::actorId);
        text(update, "actions", events, AuditEvent::action);
        text(update, "objectKinds", events, AuditEvent::objectKind);
        text(update, "objectIds", events, AuditEvent::objectId);
        text(update, "objectNames", events, AuditEvent::objectName);
        array(update, "subjectIds", UUID.class, events, AuditEvent::subjectId);
        text(update, "befores", events, AuditEvent::before);
        text(update, "afters", events, AuditEvent::after);
        text(update, "originHashes", events, event -> hex(event.originHash()));
        text(update, "subjectHashes", events, event -> hex(event.subjectHash()));
        text(update, "previousHashes", events, event -> hex(event.previousHash()));
        text(update, "hashes", events, event -> hex(event.hash()));
    }

    private static void bindPeople(Update update, List<Person> people) {
        array(update, "events", UUID.class, people, Person::event);
        text(update, "roles", people, person -> person.role().word());
        array(update, "users", UUID.class, people, person -> person.data().userId());
        text(update, "salts", people, person -> hex(person.data().salt()));
        text(update, "addresses", people, person -> person.data().address());
        text(update, "agents", people, person -> person.data().userAgent());
        text(update, "details", people, person -> person.data().details());
    }

    private record Person(UUID event, Role role, PersonalData data) {}

    private static Stream<Person> people(Link link) {
        UUID event = link.event().id();
        return Stream.of(
                        person(event, Role.ORIGIN, link.draft().origin()),
                        person(event, Role.SUBJECT, link.draft().subject()))
                .filter(Objects::nonNull);
    }

    private static @Nullable Person person(UUID event, Role role, @Nullable PersonalData data) {
        return data == null ? null : new Person(event, role, data);
    }

    private static @Nullable String hex(byte @Nullable [] bytes) {
        return bytes == null ? null : HEX.formatHex(bytes);
    }

    private static <T> void text(
            Update update, String name, List<T> rows, Function<T, @Nullable String> column) {
        array(update, name, String.class, rows, column);
    }

    private static <T, V> void array(
            Update update,
            String name,
            Class<V> type,
            List<T> rows,
            Function<T, @Nullable V> column) {
        update.bindArray(name, type, rows.stream().map(column).toArray());
    }
}
