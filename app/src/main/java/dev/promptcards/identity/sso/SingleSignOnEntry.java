package dev.promptcards.identity.sso;

import dev.promptcards.audit.Audit;
import dev.promptcards.audit.AuditEntry;
import dev.promptcards.identity.People;
import dev.promptcards.identity.PersonEntries;
import dev.promptcards.identity.User;
import dev.promptcards.identity.session.SessionToken;
import dev.promptcards.identity.session.Sessions;
import dev.promptcards.problem.Problem;
import dev.promptcards.tenancy.Actor;
import dev.promptcards.tenancy.UserId;
import dev.promptcards.tenancy.WorkspaceId;
import dev.promptcards.tenancy.WorkspaceTransactions;

import io.micronaut.context.annotation.Requires;

import jakarta.inject.Singleton;

import org.jdbi.v3.core.Handle;

import java.util.List;
import java.util.Optional;

/// Opens sessions for people who proved at the provider who they are. They are known by what the
/// provider calls them for ever; their address counts once, when they come first.
@Singleton
@Requires(bean = SingleSignOn.class)
class SingleSignOnEntry {

    private final WorkspaceTransactions transactions;
    private final IdentityRows identities;
    private final Admission admission;
    private final People people;
    private final Sessions sessions;
    private final Audit audit;

    SingleSignOnEntry(
            WorkspaceTransactions transactions,
            IdentityRows identities,
            Admission admission,
            People people,
            Sessions sessions,
            Audit audit) {
        this.transactions = transactions;
        this.identities = identities;
        this.admission = admission;
        this.people = people;
        this.sessions = sessions;
        this.audit = audit;
    }

    /// What came of it.
    sealed interface Result {
        /// @param session what the cookie is made of
        record Entered(SessionToken session) implements Result {}

        /// @param reason why there is none
        record Refused(Refusal reason) implements Result {}
    }

    /// Lets somebody in, or says why not; then nothing is changed.
    ///
    /// @param next where they want to go
    Result enter(ProvenIdentity identity, String next, Actor.Origin origin) {
        return known(identity)
                .map(user -> open(user, origin))
                .orElseGet(() -> first(identity, next, origin));
    }

    private Optional<UserId> known(ProvenIdentity identity) {
        return transactions.outsideWorkspaces(handle -> identities.personOf(handle, identity));
    }

    private Result first(ProvenIdentity identity, String next, Actor.Origin origin) {
        var email = identity.email();
        if (email.isEmpty()) {
            return new Result.Refused(Refusal.NO_EMAIL);
        }
        if (!identity.emailVerified()) {
            return new Result.Refused(Refusal.EMAIL_NOT_VERIFIED);
        }
        return people.idOf(email.get())
                .map(user -> link(user, identity, origin))
                .orElseGet(
                        () ->
                                admission
                                        .fault(email.get(), next)
                                        .<Result>map(Result.Refused::new)
                                        .orElseGet(() -> create(identity, email.get(), origin)));
    }

    private Result open(UserId user, Actor.Origin origin) {
        return transactions.inWorkspace(
                WorkspaceId.INSTALLATION,
                user,
                handle ->
                        isDisabled(handle, user)
                                ? new Result.Refused(Refusal.DISABLED)
                                : opened(handle, user, origin));
    }

    /// The address is the person's, and the provider says so: from now on they are known by what
    /// it calls them.
    private Result link(UserId user, ProvenIdentity identity, Actor.Origin origin) {
        return transactions.inWorkspace(
                WorkspaceId.INSTALLATION,
                user,
                handle -> {
                    if (isDisabled(handle, user)) {
                        return new Result.Refused(Refusal.DISABLED);
                    }
                    if (identities.insert(handle, user, identity)) {
                        return opened(handle, user, origin, linked(user, identity));
                    }
                    // In another tab they were quicker, or the provider gave the address away.
                    return identities.personOf(handle, identity).filter(user::equals).isPresent()
                            ? opened(handle, user, origin)
                            : new Result.Refused(Refusal.EMAIL_OF_ANOTHER);
                });
    }

    private Result create(ProvenIdentity identity, String email, Actor.Origin origin) {
        var name = identity.displayName();
        try {
            return transactions.inWorkspace(
                    WorkspaceId.INSTALLATION,
                    handle -> {
                        var user = people.create(handle, email, name, false);
                        if (!identities.insert(handle, user, identity)) {
                            throw new Problem.Conflict("This identity is somebody's already.");
                        }
                        return opened(
                                handle,
                                user,
                                origin,
                                PersonEntries.created(
                                        user, false, PersonEntries.details(email, name)),
                                linked(user, identity));
                    });
        } catch (Problem.Conflict _) {
            return known(identity)
                    .map(user -> open(user, origin))
                    .orElseGet(() -> new Result.Refused(Refusal.EMAIL_OF_ANOTHER));
        }
    }

    private boolean isDisabled(Handle handle, UserId user) {
        return people.find(handle, user).flatMap(User::disabled).isPresent();
    }

    private static AuditEntry linked(UserId user, ProvenIdentity identity) {
        return PersonEntries.identityLinked(user, identity.issuer());
    }

    /// @param entries what else was done to the person
    private Result.Entered opened(
            Handle handle, UserId user, Actor.Origin origin, AuditEntry... entries) {
        var from = Optional.of(origin);
        audit.record(handle, WorkspaceId.INSTALLATION, Actor.person(user, from), List.of(entries));
        return new Result.Entered(sessions.open(handle, user, from));
    }
}
