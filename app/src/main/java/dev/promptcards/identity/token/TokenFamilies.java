package dev.promptcards.identity.token;

import static dev.promptcards.identity.token.FamilyRepository.End.SIGNED_OUT;

import com.github.benmanes.caffeine.cache.Ticker;

import dev.promptcards.audit.Audit;
import dev.promptcards.identity.Caller;
import dev.promptcards.identity.Credentials;
import dev.promptcards.identity.credential.Credential;
import dev.promptcards.identity.credential.Remembered;
import dev.promptcards.tenancy.NewId;
import dev.promptcards.tenancy.UserId;
import dev.promptcards.tenancy.WorkspaceId;
import dev.promptcards.tenancy.WorkspaceTransactions;

import jakarta.inject.Singleton;

import org.jdbi.v3.core.Handle;

import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/// The programs people signed in: begun, listed, ended, recognised by their access tokens. A
/// program that is signed out is refused at once on this node and within [Remembered#BOUND] on
/// every other.
@Singleton
public class TokenFamilies implements Credentials {

    private final WorkspaceTransactions transactions;
    private final FamilyRepository families;
    private final Clock clock;
    private final Audit audit;
    private final Remembered<Known> known;

    TokenFamilies(
            WorkspaceTransactions transactions,
            FamilyRepository families,
            Clock clock,
            Audit audit,
            Ticker ticker) {
        this.transactions = transactions;
        this.families = families;
        this.clock = clock;
        this.audit = audit;
        this.known = new Remembered<>(this::look, ticker);
    }

    private record Known(UserId user, List<FamilyRepository.LiveToken> tokens) {
        Optional<Caller.Person> person(Credential shown, Instant now) {
            return tokens.stream().anyMatch(it -> it.is(shown, now))
                    ? Optional.of(new Caller.Person(user, shown.id()))
                    : Optional.empty();
        }
    }

    /// Begins a family without tokens, in a transaction bound to `user`, and returns its id. It
    /// ends at `until` unless it is given tokens.
    public UUID begin(Handle handle, UserId user, String client, Instant until) {
        var now = clock.instant();
        families.clean(handle, user, now);
        var family = new TokenFamily(NewId.next(), client, now, now, until);
        families.insert(handle, user, family);
        return family.id();
    }

    /// The programs `user` is signed in with, the last used first.
    public List<TokenFamily> of(UserId user) {
        return transactions.asUser(user, handle -> families.list(handle, user, clock.instant()));
    }

    /// Signs a program out; false where `user` has no such program signed in.
    public boolean end(UserId user, UUID family) {
        var now = clock.instant();
        boolean ended =
                transactions.inWorkspace(
                        WorkspaceId.INSTALLATION,
                        user,
                        handle -> {
                            boolean over = families.end(handle, user, family, now, SIGNED_OUT);
                            if (over) {
                                audit.record(
                                        handle,
                                        WorkspaceId.INSTALLATION,
                                        ProgramEntries.revoked(family));
                            }
                            return over;
                        });
        forget(family);
        return ended;
    }

    /// Signs out all programs of a person but `kept`, within a transaction that is bound to them.
    /// What is returned is run after the commit.
    public Runnable revokeOthers(Handle handle, UserId user, Optional<UUID> kept) {
        var ended = families.endOthers(handle, user, kept, clock.instant());
        return () -> ended.forEach(this::forget);
    }

    @Override
    public Runnable revokeAll(Handle handle, UserId user) {
        return revokeOthers(handle, user, Optional.empty());
    }

    /// Whether what a person showed is a program's token, not a browser's session.
    public boolean isProgram(Caller.Person caller) {
        return transactions.asUser(
                caller.user(), handle -> families.exists(handle, caller.user(), caller.session()));
    }

    /// Who an access token stands for; empty where it is wrong or over.
    Optional<Caller.Person> personOf(Credential shown) {
        var now = clock.instant();
        // It may be newer than what is remembered of its family.
        return known.get(shown.id(), it -> it.person(shown, now).isPresent())
                .flatMap(it -> it.person(shown, now));
    }

    /// The same from what is remembered; empty besides where the token is not.
    Optional<Caller.Person> rememberedPersonOf(Credential shown) {
        return known.remembered(shown.id()).flatMap(it -> it.person(shown, clock.instant()));
    }

    /// Uses nothing any more that is remembered of a family.
    void forget(UUID family) {
        known.forget(family);
    }

    private Optional<Known> look(UUID family) {
        return transactions
                .outsideWorkspaces(handle -> families.userOf(handle, family))
                .map(user -> new Known(user, live(user, family)));
    }

    private List<FamilyRepository.LiveToken> live(UserId user, UUID family) {
        return transactions.asUser(
                user, handle -> families.live(handle, user, family, clock.instant()));
    }
}
