package dev.promptcards.identity.invitation;

import dev.promptcards.audit.Audit;
import dev.promptcards.http.Page;
import dev.promptcards.http.PageRequest;
import dev.promptcards.identity.Authority;
import dev.promptcards.identity.Caller;
import dev.promptcards.identity.Permission;
import dev.promptcards.identity.WorkspaceLock;
import dev.promptcards.identity.role.RoleRepository;
import dev.promptcards.problem.Problem;
import dev.promptcards.problem.StorableText;
import dev.promptcards.tenancy.Actor;
import dev.promptcards.tenancy.NewId;
import dev.promptcards.tenancy.WorkspaceId;
import dev.promptcards.tenancy.WorkspaceTransactions;

import jakarta.inject.Singleton;

import org.jdbi.v3.core.Handle;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;

/// Makes invitations, lists them, and takes them back.
@Singleton
class Invitations {

    static final Duration USUAL = Duration.ofDays(7);

    private static final Duration SHORTEST = Duration.ofMinutes(1);
    private static final Duration LONGEST = Duration.ofDays(30);
    private static final int LONGEST_EMAIL = 320;
    private static final Pattern EMAIL = Pattern.compile("[^@\\s]+@[^@\\s]+");

    private final WorkspaceTransactions transactions;
    private final InvitationRepository invitations;
    private final RoleRepository roles;
    private final Clock clock;
    private final Audit audit;

    Invitations(
            WorkspaceTransactions transactions,
            InvitationRepository invitations,
            RoleRepository roles,
            Clock clock,
            Audit audit) {
        this.transactions = transactions;
        this.invitations = invitations;
        this.roles = roles;
        this.clock = clock;
        this.audit = audit;
    }

    /// A new invitation, with the token nobody can read again.
    record Made(Invitation invitation, InvitationToken token) {}

    /// Invites to a role that holds no more than `caller` does.
    ///
    /// @param email who alone may accept it
    /// @param lifetime a minute to 30 days
    Made create(
            WorkspaceId workspace,
            Caller caller,
            String role,
            Optional<String> email,
            Duration lifetime) {
        email.ifPresent(Invitations::requireEmail);
        if (lifetime.compareTo(SHORTEST) < 0 || lifetime.compareTo(LONGEST) > 0) {
            throw new Problem.Invalid("expiresIn: must be from a minute (PT1M) to 30 days (P30D)");
        }
        var token = InvitationToken.fresh();
        return transactions.inWorkspace(
                workspace,
                handle -> {
                    var authority = manager(handle, workspace, caller);
                    authority.requireCovers(
                            roles.permissions(handle, workspace, role)
                                    .orElseThrow(
                                            () ->
                                                    new Problem.Invalid(
                                                            "role: there is no role `%s` in this workspace"
                                                                    .formatted(role))),
                            "The role `%s`".formatted(role));
                    var now = now();
                    var invitation =
                            new Invitation(
                                    NewId.next(),
                                    role,
                                    email,
                                    Actor.current().name(),
                                    caller.person(),
                                    now,
                                    now.plus(lifetime),
                                    Optional.empty(),
                                    Optional.empty(),
                                    Optional.empty());
                    invitations.insert(handle, workspace, invitation, token);
                    audit.record(handle, workspace, InvitationEntries.created(invitation));
                    return new Made(invitation, token);
                });
    }

    /// Newest first, those that ended among them.
    Page<Invitation> list(WorkspaceId workspace, PageRequest page) {
        var rows =
                transactions.inWorkspace(
                        workspace, handle -> invitations.page(handle, workspace, page));
        return Page.of(rows, page, it -> List.of(it.id().toString()));
    }

    /// Takes back an invitation that nobody accepted.
    void revoke(WorkspaceId workspace, Caller caller, UUID id) {
        transactions.inWorkspace(
                workspace,
                handle -> {
                    manager(handle, workspace, caller);
                    var invitation =
                            invitations
                                    .find(handle, workspace, id)
                                    .orElseThrow(
                                            () ->
                                                    new Problem.NotFound(
                                                            "There is no such invitation."));
                    var state = invitation.state(clock.instant());
                    if (state != Invitation.State.OPEN) {
                        throw new Problem.Conflict(
                                "This invitation is %s; there is nothing to revoke."
                                        .formatted(state));
                    }
                    invitations.revoke(handle, workspace, id, now());
                    audit.record(handle, workspace, InvitationEntries.revoked(invitation));
                    return invitation;
                });
    }

    Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MICROS);
    }

    private static Authority manager(Handle handle, WorkspaceId workspace, Caller caller) {
        WorkspaceLock.take(handle, workspace);
        var authority = Authority.of(handle, workspace, caller);
        authority.need(Permission.MEMBER_MANAGE);
        return authority;
    }

    private static void requireEmail(String email) {
        StorableText.require("email", email, LONGEST_EMAIL);
        if (!EMAIL.matcher(email).matches()) {
            throw new Problem.Invalid("email: this is no e-mail address");
        }
    }
}
