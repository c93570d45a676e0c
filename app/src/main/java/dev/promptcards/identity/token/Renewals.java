package dev.promptcards.identity.token;

import static dev.promptcards.identity.credential.Credential.Kind.ACCESS_TOKEN;
import static dev.promptcards.identity.credential.Credential.Kind.REFRESH_TOKEN;

import dev.promptcards.audit.Audit;
import dev.promptcards.identity.credential.Credential;
import dev.promptcards.identity.token.FamilyRepository.End;
import dev.promptcards.identity.token.TokenRepository.Refresh;
import dev.promptcards.tenancy.Actor;
import dev.promptcards.tenancy.UserId;
import dev.promptcards.tenancy.WorkspaceId;
import dev.promptcards.tenancy.WorkspaceTransactions;

import jakarta.inject.Singleton;

import org.jdbi.v3.core.Handle;

import java.security.MessageDigest;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/// Gives programs their tokens. A refresh token works once: shown again it is in two hands, and no
/// telling in whose by right, so all tokens of its family end.
///
/// The one exception is an answer that was lost on its way: within a minute the same token gets
/// another pair once, if it comes with the key (`Idempotency-Key`) it was used with. A program
/// makes that key anew for each use and writes it nowhere, so who copied its file has none; and
/// what was given first is taken back, and gives away whoever shows it.
@Singleton
public class Renewals {

    private static final Duration RETRY = Duration.ofMinutes(1);

    private final WorkspaceTransactions transactions;
    private final FamilyRepository families;
    private final TokenRepository tokens;
    private final TokenFamilies known;
    private final Clock clock;
    private final Audit audit;

    Renewals(
            WorkspaceTransactions transactions,
            FamilyRepository families,
            TokenRepository tokens,
            TokenFamilies known,
            Clock clock,
            Audit audit) {
        this.transactions = transactions;
        this.families = families;
        this.tokens = tokens;
        this.known = known;
        this.clock = clock;
        this.audit = audit;
    }

    /// What comes of a refresh token that is shown.
    public sealed interface Renewal {
        /// It is used up, and this is given for it.
        record Renewed(Tokens tokens) implements Renewal {}

        /// It was never given, or is over.
        record Invalid() implements Renewal {}

        /// It was used before: all tokens of its family have ended.
        record Reused() implements Renewal {}
    }

    /// Gives a family that was begun its first tokens; empty where it has ended meanwhile. The
    /// transaction becomes bound to the family's person.
    public Optional<Tokens> first(Handle handle, UUID family) {
        var user = families.userOf(handle, family);
        user.ifPresent(it -> bind(handle, it));
        return user.filter(it -> families.lock(handle, it, family, clock.instant()))
                .map(it -> give(handle, it, family, Optional.empty()));
    }

    /// Uses a refresh token up.
    ///
    /// @param retryKey what this use may be repeated with; empty where it may not
    public Renewal renew(Credential shown, Optional<String> retryKey) {
        var renewal =
                transactions.inWorkspace(
                        WorkspaceId.INSTALLATION,
                        handle ->
                                families.userOf(handle, shown.id())
                                        .map(user -> renew(handle, user, shown, retryKey))
                                        .orElseGet(Renewal.Invalid::new));
        if (!(renewal instanceof Renewal.Invalid)) {
            known.forget(shown.id());
        }
        return renewal;
    }

    /// Ends the family of a refresh token that was given and not used.
    public void giveUp(Credential shown) {
        transactions.inWorkspace(
                WorkspaceId.INSTALLATION,
                handle ->
                        families.userOf(handle, shown.id())
                                .filter(user -> end(handle, user, shown))
                                .isPresent());
        known.forget(shown.id());
    }

    private boolean end(Handle handle, UserId user, Credential shown) {
        bind(handle, user);
        boolean ended =
                tokens.find(handle, user, shown.id(), shown.hash())
                                .filter(it -> it.usedAt().isEmpty())
                                .isPresent()
                        && families.end(handle, user, shown.id(), clock.instant(), End.SIGNED_OUT);
        if (ended) {
            var actor = Actor.person(user, Actor.current().origin());
            var entry = ProgramEntries.signedOut(shown.id());
            audit.record(handle, WorkspaceId.INSTALLATION, actor, List.of(entry));
        }
        return ended;
    }

    private Renewal renew(Handle handle, UserId user, Credential shown, Optional<String> retryKey) {
        bind(handle, user);
        var now = clock.instant();
        if (!families.lock(handle, user, shown.id(), now)) {
            return new Renewal.Invalid();
        }
        var stored = tokens.find(handle, user, shown.id(), shown.hash());
        if (stored.isEmpty() || !now.isBefore(stored.get().expiresAt())) {
            return new Renewal.Invalid();
        }
        if (stored.get().usedAt().isEmpty()) {
            tokens.use(handle, user, shown.id(), shown.hash(), now, retryKey.map(Credential::hash));
        } else if (isRetry(stored.get(), retryKey, now)
                && tokens.takeBack(handle, user, shown.id(), shown.hash(), now)) {
            tokens.use(handle, user, shown.id(), shown.hash(), now, Optional.empty());
        } else {
            families.end(handle, user, shown.id(), now, End.TOKEN_REUSED);
            var entry = ProgramEntries.reused(user, shown.id());
            audit.record(handle, WorkspaceId.INSTALLATION, entry);
            return new Renewal.Reused();
        }
        tokens.clean(handle, user, shown.id(), now);
        return new Renewal.Renewed(give(handle, user, shown.id(), Optional.of(shown.hash())));
    }

    private static boolean isRetry(Refresh stored, Optional<String> retryKey, Instant now) {
        return retryKey.isPresent()
                && stored.retryHash().isPresent()
                && MessageDigest.isEqual(Credential.hash(retryKey.get()), stored.retryHash().get())
                && now.isBefore(stored.usedAt().orElseThrow().plus(RETRY));
    }

    private Tokens give(Handle handle, UserId user, UUID family, Optional<byte[]> givenFor) {
        var now = clock.instant();
        var given =
                new Tokens(
                        Credential.mint(ACCESS_TOKEN, family),
                        Credential.mint(REFRESH_TOKEN, family));
        var accessEnd = now.plus(Tokens.ACCESS_LIFE);
        var refreshEnd = now.plus(Tokens.REFRESH_LIFE);
        tokens.insert(handle, user, family, given.access().hash(), "access", givenFor, accessEnd);
        tokens.insert(
                handle, user, family, given.refresh().hash(), "refresh", givenFor, refreshEnd);
        families.renewed(handle, user, family, now, refreshEnd);
        return given;
    }

    private static void bind(Handle handle, UserId user) {
        WorkspaceTransactions.bindPeople(handle, List.of(user));
    }
}
