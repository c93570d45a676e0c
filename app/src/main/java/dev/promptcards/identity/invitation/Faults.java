package dev.promptcards.identity.invitation;

import dev.promptcards.identity.Authority;
import dev.promptcards.identity.Permission;
import dev.promptcards.identity.key.ApiKeys;
import dev.promptcards.identity.role.RoleRepository;
import dev.promptcards.tenancy.UserId;
import dev.promptcards.tenancy.WorkspaceId;
import dev.promptcards.tenancy.WorkspaceTransactions;

import jakarta.inject.Singleton;

import org.jdbi.v3.core.Handle;

import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;

/// Finds what is wrong with an invitation, in words for the audit log.
@Singleton
class Faults {

    private final RoleRepository roles;
    private final ApiKeys keys;
    private final Clock clock;

    Faults(RoleRepository roles, ApiKeys keys, Clock clock) {
        this.roles = roles;
        this.keys = keys;
        this.clock = clock;
    }

    /// What speaks against an invitation, whoever accepts it.
    Optional<String> of(
            Handle handle, WorkspaceId workspace, Invitation invitation, boolean archived) {
        var state = invitation.state(clock.instant().truncatedTo(ChronoUnit.MICROS));
        if (state != Invitation.State.OPEN) {
            return Optional.of(state.toString());
        }
        if (archived) {
            return Optional.of("workspace archived");
        }
        var given = roles.permissions(handle, workspace, invitation.role());
        if (given.isEmpty()) {
            return Optional.of("role gone");
        }
        var needed = EnumSet.of(Permission.MEMBER_MANAGE);
        needed.addAll(given.get());
        // Nothing is held against a command on the server's machine.
        boolean could =
                invitation
                        .key()
                        .map(key -> keys.authority(handle, workspace, key))
                        .or(
                                () ->
                                        invitation
                                                .inviter()
                                                .map(
                                                        it ->
                                                                Authority.ofPerson(
                                                                        handle, workspace, it)))
                        .map(authority -> authority.covers(needed))
                        .orElse(true);
        return could ? Optional.empty() : Optional.of("inviter lost rights");
    }

    /// Whether an invitation is for somebody else than who shows it.
    static Optional<String> foreign(Handle handle, Invitation invitation, Joining.Guest guest) {
        var email =
                switch (guest) {
                    case Joining.Guest.SignedIn(var user) -> email(handle, user);
                    case Joining.Guest.Newcomer(var address, _) -> Optional.of(address);
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
}
