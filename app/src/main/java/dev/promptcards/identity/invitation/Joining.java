package dev.promptcards.identity.invitation;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;

import dev.promptcards.audit.Audit;
import dev.promptcards.identity.Permissions;
import dev.promptcards.identity.PersonEntries;
import dev.promptcards.identity.WorkspaceLock;
import dev.promptcards.identity.member.MemberEntries;
import dev.promptcards.identity.member.MemberRepository;
import dev.promptcards.problem.Problem;
import dev.promptcards.tenancy.Actor;
import dev.promptcards.tenancy.UserId;
import dev.promptcards.tenancy.WorkspaceId;
import dev.promptcards.tenancy.WorkspaceTransactions;

import jakarta.inject.Singleton;

import org.jdbi.v3.core.Handle;

import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/// Accepts invitations. Whatever is wrong with one, who shows it is told the same; the audit log
/// knows what it was.
@Singleton
public class Joining {

    private final WorkspaceTransactions transactions;
    private final InvitationRepository invitations;
    private final Faults faults;
    private final MemberRepository members;
    private final Permissions permissions;
    private final Clock clock;
    private final Audit audit;

    Joining(
            WorkspaceTransactions transactions,
            InvitationRepository invitations,
            Faults faults,
            MemberRepository members,
            Permissions permissions,
            Clock clock,
            Audit audit) {
        this.transactions = transactions;
        this.invitations = invitations;
        this.faults = faults;
        this.members = members;
        this.permissions = permissions;
        this.clock = clock;
        this.audit = audit;
    }

    /// What a link leads to.
    ///
    /// @param email who alone may accept it
    public record Offer(
            String slug, String name, String role, Optional<String> email, Instant until) {}

    /// Somebody came in.
    public record Joined(String slug, String name, String role, UserId user) {}

    /// Who accepts. `account` is called once nothing speaks against it, within the transaction.
    sealed interface Guest {

        record SignedIn(UserId user) implements Guest {}

        record Newcomer(String email, Function<Handle, UserId> account) implements Guest {}
    }

    private sealed interface Outcome {
        record Accepted(Joined joined) implements Outcome {}

        record Refused() implements Outcome {}
    }

    private record Target(String slug, String name, boolean archived) {}

    /// What is offered, so that somebody can decide.
    ///
    /// @throws Problem.NotFound when it cannot be used
    public Offer offer(String token) {
        return offer(new InvitationToken(token));
    }

    Offer offer(InvitationToken token) {
        return open(token).orElseThrow(Joining::unusable);
    }

    /// Makes a member of somebody who is signed in.
    ///
    /// @throws Problem.NotFound when it cannot be used, or is for somebody else
    /// @throws Problem.Conflict when they are a member already
    public Joined accept(String token, UserId user) {
        return accept(new InvitationToken(token), new Guest.SignedIn(user));
    }

    /// What a link leads to; empty where it cannot be used.
    Optional<Offer> open(InvitationToken token) {
        var place = place(token);
        return transactions.inWorkspace(
                place.workspaceId(),
                handle -> {
                    var invitation = invitation(handle, place);
                    var target = target(handle, place.workspaceId());
                    return faults.of(handle, place.workspaceId(), invitation, target.archived())
                                    .isPresent()
                            ? Optional.<Offer>empty()
                            : Optional.of(
                                    new Offer(
                                            target.slug(),
                                            target.name(),
                                            invitation.role(),
                                            invitation.email(),
                                            invitation.expiresAt()));
                });
    }

    /// Makes a member of who accepts. Refused without a change where the invitation is not open any
    /// more, was for somebody else, or gives what its maker could not give now.
    Joined accept(InvitationToken token, Guest guest) {
        var place = place(token);
        var workspace = place.workspaceId();
        var outcome =
                transactions.inWorkspace(
                        workspace,
                        handle -> {
                            WorkspaceLock.take(handle, workspace);
                            return accepted(handle, place, guest);
                        });
        return switch (outcome) {
            case Outcome.Accepted(var joined) -> {
                permissions.forget(workspace, joined.user());
                yield joined;
            }
            case Outcome.Refused() -> throw unusable();
        };
    }

    private Outcome accepted(Handle handle, InvitationRepository.Place place, Guest guest) {
        var workspace = place.workspaceId();
        var invitation = invitation(handle, place);
        var target = target(handle, workspace);
        var fault =
                faults.of(handle, workspace, invitation, target.archived())
                        .or(() -> Faults.foreign(handle, invitation, guest));
        if (fault.isPresent()) {
            audit.record(handle, workspace, InvitationEntries.refused(invitation, fault.get()));
            return new Outcome.Refused();
        }
        var user =
                switch (guest) {
                    case Guest.SignedIn(var somebody) -> somebody;
                    case Guest.Newcomer(_, var account) -> account.apply(handle);
                };
        if (!members.insert(handle, workspace, user, invitation.role(), invitation.invitedBy())) {
            throw new Problem.Conflict(
                    "You are a member of `%s` already. The invitation stays open for somebody else."
                            .formatted(target.slug()));
        }
        invitations.accept(handle, workspace, invitation.id(), user, now());
        record(handle, workspace, invitation, guest, user);
        return new Outcome.Accepted(
                new Joined(target.slug(), target.name(), invitation.role(), user));
    }

    /// Where an account was made the transaction is bound to the installation afterwards.
    private void record(
            Handle handle, WorkspaceId workspace, Invitation invitation, Guest guest, UserId user) {
        var actor = Actor.person(user, Actor.current().origin());
        audit.record(
                handle,
                workspace,
                actor,
                List.of(
                        InvitationEntries.accepted(invitation),
                        MemberEntries.added(user, invitation.role())));
        if (guest instanceof Guest.Newcomer(var email, _)) {
            var details = JsonNodeFactory.instance.objectNode().put("email", email);
            WorkspaceTransactions.turnTo(handle, WorkspaceId.INSTALLATION);
            audit.record(
                    handle,
                    WorkspaceId.INSTALLATION,
                    actor,
                    List.of(PersonEntries.created(user, false, details)));
        }
    }

    private InvitationRepository.Place place(InvitationToken token) {
        return transactions
                .outsideWorkspaces(handle -> invitations.byToken(handle, token))
                .orElseThrow(Joining::unusable);
    }

    private Invitation invitation(Handle handle, InvitationRepository.Place place) {
        return invitations
                .find(handle, place.workspaceId(), place.invitationId())
                .orElseThrow(Joining::unusable);
    }

    private static Target target(Handle handle, WorkspaceId workspace) {
        return handle.createQuery(
                        """
                        SELECT slug, name, archived_at IS NOT NULL AS archived FROM workspaces
                         WHERE id = :workspaceId
                        """)
                .bind("workspaceId", workspace)
                .mapTo(Target.class)
                .one();
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MICROS);
    }

    static Problem unusable() {
        return new Problem.NotFound(
                "This invitation cannot be used: it was used already, has ended, was taken back, or"
                        + " is for another e-mail address. Ask whoever sent it for a new one.");
    }
}
