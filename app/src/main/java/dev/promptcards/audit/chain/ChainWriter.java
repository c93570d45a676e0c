package dev.promptcards.audit.chain;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;

import dev.promptcards.audit.chain.ChainKeys.Hashing;
import dev.promptcards.audit.chain.PersonalData.Role;
import dev.promptcards.tenancy.Actor;
import dev.promptcards.tenancy.NewId;
import dev.promptcards.tenancy.WorkspaceId;

import jakarta.inject.Singleton;

import org.jdbi.v3.core.Handle;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// Appends events to the chain of a workspace: two statements, however many they are.
@Singleton
public class ChainWriter {

    /// The event that says: what came before me was not as we had left it. Whoever cuts a chain's
    /// end off and forges its head would otherwise see us put our own seal under it.
    static final String BROKEN = "audit.broken";

    private static final Logger LOG = LoggerFactory.getLogger(ChainWriter.class);

    private final ChainKeys keys;
    private final ChainRepository chains;

    ChainWriter(ChainKeys keys, ChainRepository chains) {
        this.keys = keys;
        this.chains = chains;
    }

    /// Appends events, in their order, within the caller's transaction. From here to its end the
    /// transaction holds the chain's head.
    public void append(Handle handle, WorkspaceId workspace, List<NewEvent> events) {
        if (events.isEmpty()) {
            return;
        }
        var hashing = keys.hashing();
        var held = chains.lock(handle, workspace, hashing.keyId());
        var all = Stream.concat(fault(hashing, workspace, held.head()).stream(), events.stream());
        var links = new ArrayList<Link>();
        byte[] previous = held.hash();
        for (var draft : all.toList()) {
            long seq = held.seq() + 1 + links.size();
            var event = event(hashing, workspace, held.now(), seq, previous, draft);
            links.add(new Link(event, draft));
            previous = event.hash();
        }
        long last = held.seq() + links.size();
        var head = new Head(last, held.now(), previous, hashing.keyId(), new byte[0]);
        byte[] seal = hashing.seal(workspace.value(), head);
        chains.write(
                handle,
                workspace,
                links,
                new Head(last, held.now(), previous, hashing.keyId(), seal));
    }

    /// An event on its way into the chain, with what it came from.
    record Link(AuditEvent event, NewEvent draft) {}

    private static AuditEvent event(
            Hashing hashing,
            WorkspaceId workspace,
            Instant now,
            long seq,
            byte[] previous,
            NewEvent draft) {
        var event =
                new AuditEvent(
                        workspace.value(),
                        seq,
                        NewId.next(),
                        now,
                        draft.actor().kind().toString(),
                        draft.actor().id(),
                        draft.action(),
                        draft.objectKind(),
                        draft.objectId(),
                        AuditJson.storable(draft.objectName()),
                        draft.subject() == null ? null : draft.subject().userId(),
                        draft.before(),
                        draft.after(),
                        draft.origin() == null ? null : draft.origin().hash(Role.ORIGIN),
                        draft.subject() == null ? null : draft.subject().hash(Role.SUBJECT),
                        hashing.keyId(),
                        previous,
                        new byte[0]);
        return event.with(hashing.keyId(), hashing.hash(event, seq));
    }

    private static Optional<NewEvent> fault(Hashing hashing, WorkspaceId workspace, Head head) {
        if (head.seq() == 0 || hashing.isSealed(workspace.value(), head)) {
            return Optional.empty();
        }
        LOG.error("The audit chain of workspace {} was changed; verify it.", workspace);
        var found =
                JsonNodeFactory.instance
                        .objectNode()
                        .put("seq", head.seq())
                        .put("hash", HexFormat.of().formatHex(head.hash()))
                        .put("sameKey", hashing.isOurs(head.keyId()));
        return Optional.of(
                new NewEvent(
                        Actor.SYSTEM,
                        BROKEN,
                        "workspace",
                        workspace.toString(),
                        "",
                        null,
                        AuditJson.stored(found),
                        null,
                        null));
    }
}
