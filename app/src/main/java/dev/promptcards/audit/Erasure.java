package dev.promptcards.audit;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;

import dev.promptcards.audit.chain.Amnesties;
import dev.promptcards.tenancy.Actor;
import dev.promptcards.tenancy.UserId;
import dev.promptcards.tenancy.WorkspaceId;
import dev.promptcards.tenancy.WorkspaceTransactions;

import jakarta.inject.Singleton;

import org.jdbi.v3.core.Handle;

import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.IntStream;

/// What the audit log holds about one person: gives it to them, and erases it (articles 15 and 17
/// of the GDPR). The events stay, under an id that leads to nobody any more, and so does the chain.
@Singleton
public class Erasure {

    /// As many ids as one event names: a state that is longer is kept as its hash.
    private static final int IDS = 400;

    private final WorkspaceTransactions transactions;
    private final AuditChains chains;
    private final Audit audit;

    Erasure(WorkspaceTransactions transactions, AuditChains chains, Audit audit) {
        this.transactions = transactions;
        this.chains = chains;
        this.audit = audit;
    }

    /// The chains that hold something under the id of `person`.
    public List<WorkspaceId> chainsAbout(UserId person) {
        return chains.about(person);
    }

    /// Erases the personal data of a person in one chain, within the caller's transaction, which
    /// must be bound to it, and says so there. Done again, it erases what has come since; where
    /// there is nothing it writes nothing. Returns how many records went.
    public int erase(Handle handle, WorkspaceId workspace, Traces traces) {
        record Gone(UUID eventId, boolean named) {}
        var gone =
                traces.bind(
                                handle.createQuery(
                                        Traces.FOUND
                                                + """
                                                DELETE FROM audit_people p
                                                 USING found f
                                                 WHERE p.workspace_id = :workspaceId AND f.workspace_id = :workspaceId
                                                   AND p.created_at = f.created_at AND p.event_id = f.event_id
                                                   AND p.role = f.role
                                                RETURNING p.event_id,
                                                          p.role = 'origin' OR p.user_id IS NOT NULL AS named
                                                """))
                        .bind("workspaceId", workspace)
                        .mapTo(Gone.class)
                        .list();
        if (!gone.isEmpty()) {
            var person = traces.person();
            audit.record(
                    handle,
                    workspace,
                    doer(person),
                    entries(
                            person,
                            gone.size(),
                            traces.keys(),
                            gone.stream().filter(it -> !it.named()).map(Gone::eventId).toList()));
        }
        return gone.size();
    }

    /// What the chain of a workspace holds about a person, oldest first and at most `most`.
    ///
    /// @param after the last that was given before
    public List<Held> heldAbout(
            WorkspaceId workspace, Traces traces, Optional<Held> after, int most) {
        return transactions.inWorkspace(
                workspace,
                handle ->
                        traces.bind(
                                        handle.createQuery(
                                                Traces.FOUND
                                                        + """
                                                        SELECT e.workspace_id AS workspace, e.created_at AS at, e.id AS event,
                                                               e.action, e.object_kind, e.object_id, e.object_name, p.role,
                                                               p.address, p.user_agent, p.details
                                                          FROM found f
                                                          JOIN audit_people p
                                                            ON p.workspace_id = :workspaceId AND p.created_at = f.created_at
                                                           AND p.event_id = f.event_id AND p.role = f.role
                                                          JOIN audit_events e
                                                            ON e.workspace_id = :workspaceId AND e.created_at = f.created_at
                                                           AND e.id = f.event_id
                                                         WHERE :at::timestamptz IS NULL
                                                            OR (f.created_at, f.event_id, f.role)
                                                               > (:at::timestamptz, :event::uuid, :role::text)
                                                         ORDER BY f.created_at, f.event_id, f.role
                                                         LIMIT :most
                                                        """))
                                .bind("workspaceId", workspace)
                                .bind("at", after.map(Held::at))
                                .bind("event", after.map(Held::event))
                                .bind("role", after.map(Held::role))
                                .bind("most", most)
                                .mapTo(Held.class)
                                .list());
    }

    /// One event says it, and further ones where more ids are to be named.
    private static List<AuditEntry> entries(
            UserId person, int records, List<UUID> keys, List<UUID> events) {
        int count = Math.max(1, (Math.max(keys.size(), events.size()) + IDS - 1) / IDS);
        return IntStream.range(0, count)
                .mapToObj(
                        part -> {
                            var after = JsonNodeFactory.instance.objectNode();
                            after.put("records", part == 0 ? records : 0);
                            after.set(Amnesties.KEYS, part(keys, part));
                            after.set(Amnesties.EVENTS, part(events, part));
                            return new AuditEntry(Amnesties.ERASE, "user", person.toString(), "")
                                    .after(after);
                        })
                .toList();
    }

    private static JsonNode part(List<UUID> ids, int part) {
        var array = JsonNodeFactory.instance.arrayNode();
        ids.stream().skip((long) part * IDS).limit(IDS).forEach(id -> array.add(id.toString()));
        return array;
    }

    /// Who erases himself leaves no new trace by that.
    private static Actor doer(UserId person) {
        var actor = Actor.current();
        return actor.id().equals(person.toString())
                ? new Actor(actor.kind(), actor.id(), Optional.empty())
                : actor;
    }
}
