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
import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/// What the audit log holds about one person: gives it to them, and erases it (articles 15 and 17
/// of the GDPR). The events stay, under an id that leads to nobody any more, and so does the chain.
@Singleton
public class Erasure {

    private static final int ROWS = 500;

    private final WorkspaceTransactions transactions;
    private final AuditChains chains;
    private final Audit audit;

    Erasure(WorkspaceTransactions transactions, AuditChains chains, Audit audit) {
        this.transactions = transactions;
        this.chains = chains;
        this.audit = audit;
    }

    /// One thing that is held.
    ///
    /// @param workspace whose log holds it
    /// @param role `origin` where the person did it, `subject` where it was done to them
    /// @param details what an event says about the person: an e-mail address, a name
    public record Held(
            WorkspaceId workspace,
            Instant at,
            String action,
            String objectKind,
            String objectId,
            String objectName,
            String role,
            String address,
            String userAgent,
            @Nullable JsonNode details) {}

    /// Erases the personal data of `person` in every chain, and says so in each of them: one
    /// transaction a chain, and what was done stays done if a later one fails. Done again, it
    /// erases what has come since. Returns how many records went.
    public int erase(UserId person) {
        return chains.about(person).stream()
                .mapToInt(
                        workspace ->
                                transactions.inWorkspace(
                                        workspace, handle -> erase(handle, workspace, person)))
                .sum();
    }

    /// The same in one chain, within the caller's transaction, which must be bound to it.
    public int erase(Handle handle, WorkspaceId workspace, UserId person) {
        int records =
                handle.createUpdate(
                                """
                                DELETE FROM audit_people
                                 WHERE workspace_id = :workspaceId AND user_id = :person
                                """)
                        .bind("workspaceId", workspace)
                        .bind("person", person)
                        .execute();
        var entry =
                new AuditEntry(Amnesties.ERASE, "user", person.toString(), "")
                        .after(JsonNodeFactory.instance.objectNode().put("records", records));
        audit.record(handle, workspace, doer(person), List.of(entry));
        return records;
    }

    /// Gives everything the log holds about `person`, chain by chain and oldest first, without
    /// holding it all at once.
    public void heldAbout(UserId person, Consumer<Held> each) {
        for (var workspace : chains.about(person)) {
            transactions.inWorkspace(
                    workspace,
                    handle -> {
                        handle.createQuery(
                                        """
                                        SELECT e.workspace_id AS workspace, e.created_at AS at, e.action,
                                               e.object_kind, e.object_id, e.object_name, p.role, p.address,
                                               p.user_agent, p.details
                                          FROM audit_people p
                                          JOIN audit_events e
                                            ON e.workspace_id = p.workspace_id
                                           AND e.created_at = p.created_at AND e.id = p.event_id
                                         WHERE p.workspace_id = :workspaceId AND p.user_id = :person
                                         ORDER BY p.created_at, p.event_id
                                        """)
                                .bind("workspaceId", workspace)
                                .bind("person", person)
                                .setFetchSize(ROWS)
                                .mapTo(Held.class)
                                .useStream(held -> held.forEach(each));
                        return person;
                    });
        }
    }

    /// Who erases himself leaves no new trace by that.
    private static Actor doer(UserId person) {
        var actor = Actor.current();
        return actor.id().equals(person.toString())
                ? new Actor(actor.kind(), actor.id(), Optional.empty())
                : actor;
    }
}
