package dev.promptcards.identity.person;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;

import dev.promptcards.audit.Audit;
import dev.promptcards.audit.AuditEntry;
import dev.promptcards.audit.Erasure;
import dev.promptcards.audit.Traces;
import dev.promptcards.identity.Credentials;
import dev.promptcards.identity.WorkspaceLock;
import dev.promptcards.identity.entry.SignIn;
import dev.promptcards.identity.key.ApiKeys;
import dev.promptcards.identity.member.MemberRepository;
import dev.promptcards.identity.role.BuiltInRole;
import dev.promptcards.problem.Problem;
import dev.promptcards.tenancy.UserId;
import dev.promptcards.tenancy.WorkspaceId;
import dev.promptcards.tenancy.WorkspaceTransactions;

import jakarta.inject.Singleton;

import org.jdbi.v3.core.Handle;

import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.UUID;

/// Erases a person (article 17 of the GDPR): shut out first, then workspace after workspace, what
/// stands outside them last. Each step is a transaction that leaves nothing half done, and the
/// address by which the next ones find something goes with the last one: done again after a crash,
/// it goes on where it was; done again afterwards, it finds nothing.
@Singleton
class PersonErasing {

    private final WorkspaceTransactions transactions;
    private final PersonStates states;
    private final PersonRows rows;
    private final WorkspaceTraces traces;
    private final MemberRepository members;
    private final ApiKeys keys;
    private final List<Credentials> credentials;
    private final SignIn signIn;
    private final Erasure erasure;
    private final Audit audit;
    private final Clock clock;

    PersonErasing(
            WorkspaceTransactions transactions,
            PersonStates states,
            PersonRows rows,
            WorkspaceTraces traces,
            MemberRepository members,
            ApiKeys keys,
            List<Credentials> credentials,
            SignIn signIn,
            Erasure erasure,
            Audit audit,
            Clock clock) {
        this.transactions = transactions;
        this.states = states;
        this.rows = rows;
        this.traces = traces;
        this.members = members;
        this.keys = keys;
        this.credentials = credentials;
        this.signIn = signIn;
        this.erasure = erasure;
        this.audit = audit;
        this.clock = clock;
    }

    /// Erases somebody; once it is done it does nothing more.
    ///
    /// @throws Problem.Conflict while they are the last owner of a workspace, or the last who run
    ///     the installation; then nothing is changed
    void erase(UserId user) {
        var person = states.get(user);
        var workspaces = transactions.asUser(user, handle -> rows.workspaces(handle, user));
        shutOut(person, workspaces);
        for (var workspace : places(user, workspaces)) {
            eraseIn(workspace, person);
        }
        eraseOutside(person);
    }

    /// One transaction holds all workspaces they are in: of two last owners who are erased at once,
    /// one is refused.
    private void shutOut(Person person, List<WorkspaceId> workspaces) {
        var user = person.id();
        var steps = new ArrayList<>(workspaces);
        steps.add(WorkspaceId.INSTALLATION);
        var orphans = new ArrayList<String>();
        var after = new ArrayList<Runnable>();
        transactions.inEach(
                steps,
                (handle, workspace) -> {
                    if (!workspace.equals(WorkspaceId.INSTALLATION)) {
                        return orphans.addAll(withoutThem(handle, workspace, user));
                    }
                    if (!orphans.isEmpty()) {
                        throw new Problem.Conflict(
                                "They are the last owner of %s. Make somebody else an owner first."
                                        .formatted(String.join(", ", orphans)));
                    }
                    WorkspaceTransactions.bindPeople(handle, List.of(user));
                    return after.addAll(states.disable(handle, user));
                });
        states.settle(user, after);
    }

    /// The workspace's name, where nobody would own it without them.
    private List<String> withoutThem(Handle handle, WorkspaceId workspace, UserId user) {
        WorkspaceLock.take(handle, workspace);
        boolean lastOwner =
                members.role(handle, workspace, user)
                                .filter(BuiltInRole.OWNER.word()::equals)
                                .isPresent()
                        && !members.hasOwnerBesides(handle, workspace, user);
        return lastOwner
                ? handle.createQuery("SELECT '`' || slug || '`' FROM workspaces WHERE id = :id")
                        .bind("id", workspace)
                        .mapTo(String.class)
                        .list()
                : List.of();
    }

    /// Where something stands, also in the log of a workspace they left long ago.
    private List<WorkspaceId> places(UserId user, List<WorkspaceId> workspaces) {
        var places = new TreeSet<UUID>();
        workspaces.forEach(it -> places.add(it.value()));
        erasure.chainsAbout(user).forEach(it -> places.add(it.value()));
        places.remove(WorkspaceId.INSTALLATION.value());
        return places.stream().map(WorkspaceId::new).toList();
    }

    private void eraseIn(WorkspaceId workspace, Person person) {
        var user = person.id();
        var now = clock.instant().truncatedTo(ChronoUnit.MICROS);
        var made =
                transactions.inWorkspace(
                        workspace, handle -> eraseIn(handle, workspace, person, now));
        keys.forget(made);
        states.settle(user, List.of());
    }

    private List<UUID> eraseIn(Handle handle, WorkspaceId workspace, Person person, Instant now) {
        var user = person.id();
        var made = traces.keys(handle, workspace, user);
        var entries = new ArrayList<AuditEntry>();
        for (var key : made) {
            if (keys.revoke(handle, workspace, key)) {
                entries.add(new AuditEntry("key.revoke", "key", key.toString(), ""));
            }
        }
        traces.eraseInvitations(handle, workspace, user, person.email(), now);
        traces.deleteMembership(handle, workspace, user)
                .ifPresent(role -> entries.add(removed(user, role)));
        audit.record(handle, workspace, entries);
        erasure.erase(handle, workspace, new Traces(user, person.email(), made));
        return made;
    }

    private void eraseOutside(Person person) {
        var user = person.id();
        var after =
                transactions.inWorkspace(
                        WorkspaceId.INSTALLATION,
                        user,
                        handle -> {
                            var steps =
                                    credentials.stream()
                                            .map(it -> it.revokeAll(handle, user))
                                            .toList();
                            rows.deleteCredentials(handle, user);
                            signIn.forgetTries(handle, person.email());
                            if (rows.leaveShell(handle, user)) {
                                audit.record(
                                        handle,
                                        WorkspaceId.INSTALLATION,
                                        new AuditEntry("user.erase", "user", user.toString(), ""));
                            }
                            erasure.erase(
                                    handle,
                                    WorkspaceId.INSTALLATION,
                                    new Traces(user, person.email(), List.of()));
                            return steps;
                        });
        states.settle(user, after);
    }

    private static AuditEntry removed(UserId user, String role) {
        return new AuditEntry("member.remove", "member", user.toString(), "")
                .before(JsonNodeFactory.instance.objectNode().put("role", role));
    }
}
