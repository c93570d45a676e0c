package dev.promptcards.audit;

import static java.util.stream.Collectors.joining;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.promptcards.TestDatabase;
import dev.promptcards.audit.chain.Anchor;
import dev.promptcards.audit.chain.AuditChain;
import dev.promptcards.audit.chain.Breach;
import dev.promptcards.audit.chain.TestChains;
import dev.promptcards.audit.chain.Verification;
import dev.promptcards.tenancy.Actor;
import dev.promptcards.tenancy.UserId;
import dev.promptcards.tenancy.WorkspaceId;

import java.util.List;
import java.util.Optional;
import java.util.UUID;

/// An audit log in a database of the tests.
final class AuditLog {

    static final UserId ADA = new UserId(UUID.randomUUID());
    static final Actor AS_ADA =
            new Actor(
                    Actor.Kind.USER,
                    ADA.toString(),
                    Optional.of(new Actor.Origin("203.0.113.7", "Firefox")));

    private final TestDatabase database;
    final Audit audit = new Audit(TestChains.writer());
    final AuditChain chain;
    final AuditChains chains;
    final Erasure erasure;

    AuditLog(TestDatabase database) {
        this.database = database;
        this.chain = TestChains.verifier(database.transactions());
        this.chains = new AuditChains(database.transactions());
        this.erasure = new Erasure(database.transactions(), chains, audit);
    }

    /// A workspace with `events` events by Ada, one transaction each; the fourth is about Bob.
    WorkspaceId workspace(int events, UserId bob) {
        var workspace = database.workspace();
        for (int i = 1; i <= events; i++) {
            var entry = entry(i);
            record(workspace, i == 4 ? entry.about(Optional.of(bob), email()) : entry);
        }
        return workspace;
    }

    /// What all chains hold about somebody.
    List<Held> held(UserId person) {
        return erasure.chainsAbout(person).stream()
                .flatMap(
                        it ->
                                erasure
                                        .heldAbout(it, traces(person), Optional.empty(), 1_000)
                                        .stream())
                .toList();
    }

    /// Erases somebody in all chains.
    int erase(UserId person) {
        return erasure.chainsAbout(person).stream()
                .mapToInt(
                        it ->
                                database.transactions()
                                        .inWorkspace(
                                                it,
                                                handle ->
                                                        erasure.erase(handle, it, traces(person))))
                .sum();
    }

    private static Traces traces(UserId person) {
        return new Traces(person, "", List.of());
    }

    void record(WorkspaceId workspace, AuditEntry... entries) {
        record(workspace, AS_ADA, entries);
    }

    void record(WorkspaceId workspace, Actor actor, AuditEntry... entries) {
        database.transactions()
                .inWorkspace(
                        workspace,
                        handle -> {
                            audit.record(handle, workspace, actor, List.of(entries));
                            return entries;
                        });
    }

    static AuditEntry entry(int number) {
        return new AuditEntry("card.update", "card", "id-" + number, "poet")
                .before(state(number))
                .after(state(number + 1).put("price", 1.50).put("big", 1.0e10));
    }

    static ObjectNode email() {
        return JsonNodeFactory.instance.objectNode().put("email", "bob@example.com");
    }

    private static ObjectNode state(int number) {
        return new ObjectMapper().createObjectNode().put("version", number).put("a", "é \u0000");
    }

    Verification verify(WorkspaceId workspace) {
        return chain.verify(workspace, Optional.empty());
    }

    Verification verify(WorkspaceId workspace, Anchor anchor) {
        return chain.verify(workspace, Optional.of(anchor));
    }

    /// The breaches of a chain in short: `edited@5 tail-cut@9-10`.
    String breaches(WorkspaceId workspace) {
        return inShort(verify(workspace));
    }

    static String inShort(Verification found) {
        return found.breaches().stream().map(AuditLog::inShort).collect(joining(" "));
    }

    private static String inShort(Breach breach) {
        String place =
                breach.seq() == breach.until()
                        ? "" + breach.seq()
                        : breach.seq() + "-" + breach.until();
        return breach.kind().word() + "@" + place;
    }
}
