package dev.promptcards.audit;

import com.fasterxml.jackson.databind.JsonNode;

import dev.promptcards.audit.chain.AuditJson;
import dev.promptcards.audit.chain.ChainWriter;
import dev.promptcards.audit.chain.NewEvent;
import dev.promptcards.audit.chain.PersonalData;
import dev.promptcards.tenancy.Actor;
import dev.promptcards.tenancy.UserId;
import dev.promptcards.tenancy.WorkspaceId;

import jakarta.inject.Singleton;

import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

import java.security.SecureRandom;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/// Writes down who did what, in the transaction that does it: neither happens without the other.
///
/// Recording holds the end of the workspace's chain until the transaction ends, so that events
/// follow each other. It is the last thing a transaction does: who takes another lock after it may
/// wait for somebody who waits for the chain. Who writes into two chains takes the workspace's
/// before the installation's.
@Singleton
public class Audit {

    private static final int SALT_BYTES = 16;

    private final ChainWriter chain;
    private final SecureRandom random = new SecureRandom();

    Audit(ChainWriter chain) {
        this.chain = chain;
    }

    /// Records what [Actor#current] did in `workspace`, to which the transaction must be bound;
    /// [WorkspaceId#INSTALLATION] is the chain of what belongs to none.
    public void record(Handle handle, WorkspaceId workspace, AuditEntry entry) {
        record(handle, workspace, List.of(entry));
    }

    /// The same for many entries, at the price of one.
    public void record(Handle handle, WorkspaceId workspace, List<AuditEntry> entries) {
        record(handle, workspace, Actor.current(), entries);
    }

    /// The same for what somebody else did than who makes the request: who has just signed in.
    public void record(
            Handle handle, WorkspaceId workspace, Actor actor, List<AuditEntry> entries) {
        chain.append(
                handle, workspace, entries.stream().map(entry -> event(actor, entry)).toList());
    }

    private NewEvent event(Actor actor, AuditEntry entry) {
        return new NewEvent(
                actor,
                entry.action(),
                entry.objectKind(),
                entry.objectId(),
                entry.objectName(),
                json(entry.before()),
                json(entry.after()),
                origin(actor),
                entry.subject().map(this::subject).orElse(null));
    }

    private @Nullable PersonalData origin(Actor actor) {
        UUID user = actor.kind() == Actor.Kind.USER ? UUID.fromString(actor.id()) : null;
        return actor.origin()
                .map(
                        origin ->
                                new PersonalData(
                                        salt(),
                                        user,
                                        AuditJson.storable(origin.address()),
                                        AuditJson.storable(origin.userAgent()),
                                        null))
                .orElse(null);
    }

    private PersonalData subject(AuditEntry.Subject subject) {
        return new PersonalData(
                salt(),
                subject.user().map(UserId::value).orElse(null),
                "",
                "",
                AuditJson.stored(subject.details()));
    }

    private byte[] salt() {
        byte[] salt = new byte[SALT_BYTES];
        random.nextBytes(salt);
        return salt;
    }

    private static @Nullable String json(Optional<JsonNode> state) {
        return state.map(AuditJson::stored).orElse(null);
    }
}
