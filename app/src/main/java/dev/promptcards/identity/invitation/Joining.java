package dev.promptcards.identity.invitation;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;

import dev.promptcards.audit.Audit;
import dev.promptcards.identity.Authority;
import dev.promptcards.identity.Permission;
import dev.promptcards.identity.Permissions;
import dev.promptcards.identity.PersonEntries;
import dev.promptcards.identity.WorkspaceLock;
import dev.promptcards.identity.member.MemberEntries;
import dev.promptcards.identity.member.MemberRepository;
import dev.promptcards.identity.role.RoleRepository;
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
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/// Accepts invitations. Whatever is wrong with one, who shows it is told the same; the audit log
/// knows what it was.
@Singleton
public class Joining {

    private final WorkspaceTransactions transactions;
    private final InvitationRepository invitations;
    private final RoleRepository roles;
    private final MemberRepository members;
    private final Permissions permissions;
    private final Clock clock;
    private final Audit audit;

    Joining(
            WorkspaceTransactions transactions,
            InvitationRepository invitations,
            RoleRepository roles,
            MemberRepository members,
            Permissions permissions,
            Clock clock,
            Audit audit) {
        this.transactions = transactions;
        this.invitations = invitations;
        this.roles = roles;
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

    private Optional<Offer> open(InvitationToken token) {
        var place = place(token);
        return transactions.inWorkspace(
                place.workspaceId(),
                handle -> {
                    var invitation = invitation(handle, place);
                    var target = target(handle, place.workspaceId());
                    return fault(handle, place.workspaceId(), invitation, target).isPresent()
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
                fault(handle, workspace, invitation, target)
                        .or(() -> foreign(handle, invitation, guest));
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

    /// What speaks against an invitation, whoever accepts it.
    private Optional<String> fault(
            Handle handle, WorkspaceId workspace, Invitation invitation, Target target) {
        var state = invitation.state(now());
        if (state != Invitation.State.OPEN) {
            return Optional.of(state.toString());
        }
        if (target.archived()) {
            return Optional.of("workspace archived");
        }
        var given = roles.permissions(handle, workspace, invitation.role());
        if (given.isEmpty()) {
            return Optional.of("role gone");
        }
        var needed = EnumSet.of(Permission.MEMBER_MANAGE);
        needed.addAll(given.get());
        return invitation
                .inviter()
                .filter(it -> !Authority.ofPerson(handle, workspace, it).covers(needed))
                .map(_ -> "inviter lost rights");
    }

    /// Whether an invitation is for somebody else than who shows it.
    private static Optional<String> foreign(Handle handle, Invitation invitation, Guest guest) {
        var email =
                switch (guest) {
                    case Guest.SignedIn(var user) -> email(handle, user);
                    case Guest.Newcomer(var address, _) -> Optional.of(address);
                };
        if (email.isEmpty()) {
            return Optional.of("person disabled");
        }
        return invitation
                .email()
                .filter(wanted -> !wanted.equalsIgnoreCase(email.get()))
                .map(_ -> "other e-mail address");
    }

    private static Optional<String> email(Handle handle, UserId user) {
        WorkspaceTransactions.bindPeople(handle, List.of(user));
        return handle.createQuery(
                        "SELECT email FROM users WHERE id = :userId AND disabled_at IS NULL")
                .bind("userId", user)
                .mapTo(String.class)
                .findOne();
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
