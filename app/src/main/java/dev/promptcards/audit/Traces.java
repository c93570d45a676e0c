package dev.promptcards.audit;

import dev.promptcards.tenancy.UserId;

import org.jdbi.v3.core.statement.SqlStatement;

import java.util.List;
import java.util.UUID;

/// By what the personal data of somebody is found in a chain: their id, their keys, from which
/// somebody called, and their e-mail address, to which an invitation went before they had an id.
///
/// @param keys the API keys they made in the chain's workspace
public record Traces(UserId person, String email, List<UUID> keys) {

    /// The rows of `audit_people`, as a list of `workspace_id, created_at, event_id, role`.
    static final String FOUND =
            """
            WITH found AS (
                SELECT p.workspace_id, p.created_at, p.event_id, p.role FROM audit_people p
                 WHERE p.workspace_id = :workspaceId AND p.user_id = :person
                 UNION
                SELECT e.workspace_id, e.created_at, e.id, 'origin' FROM audit_events e
                 WHERE e.workspace_id = :workspaceId AND e.actor_kind = 'key'
                   AND e.actor_id = ANY (:keys)
                 UNION
                SELECT p.workspace_id, p.created_at, p.event_id, p.role FROM audit_people p
                 WHERE p.workspace_id = :workspaceId AND p.user_id IS NULL AND p.role = 'subject'
                   AND lower(p.details ->> 'email') = lower(:email))
            """;

    <S extends SqlStatement<S>> S bind(S statement) {
        return statement
                .bind("person", person)
                .bind("email", email)
                .bindArray("keys", String.class, keys.stream().map(UUID::toString).toList());
    }

    /// No e-mail address in a log.
    @Override
    public String toString() {
        return "Traces[" + person + "]";
    }
}
