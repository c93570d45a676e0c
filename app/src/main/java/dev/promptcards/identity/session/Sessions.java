package dev.promptcards.identity.session;

import dev.promptcards.identity.Caller;
import dev.promptcards.identity.Credentials;
import dev.promptcards.tenancy.Actor;
import dev.promptcards.tenancy.UserId;
import dev.promptcards.tenancy.WorkspaceTransactions;

import jakarta.inject.Singleton;

import org.jdbi.v3.core.Handle;

import java.util.List;
import java.util.Optional;
import java.util.UUID;

/// The sessions of people: opened, recognised, listed, revoked. A revoked session is refused at
/// once on the node that revoked it, and within five seconds on the others, whatever becomes of
/// Redis.
@Singleton
public class Sessions implements Credentials {

    private final WorkspaceTransactions transactions;
    private final SessionRows rows;
    private final KnownSessions known;

    Sessions(WorkspaceTransactions transactions, SessionRows rows, KnownSessions known) {
        this.transactions = transactions;
        this.rows = rows;
        this.known = known;
    }

    /// Opens a session for somebody who has proved who they are, within a transaction that is bound
    /// to them. [SessionCookies] makes the cookie of it.
    public SessionToken open(Handle handle, UserId user, Optional<Actor.Origin> origin) {
        var token = SessionToken.create(user);
        rows.insert(handle, token, origin);
        return token;
    }

    /// The same, in a transaction of its own.
    public SessionToken open(UserId user, Optional<Actor.Origin> origin) {
        return transactions.asUser(user, handle -> open(handle, user, origin));
    }

    /// Who shows `token`; empty where it opens nothing, or nothing any more.
    public Optional<Caller.Person> callerOf(SessionToken token) {
        return known.admits(token)
                ? Optional.of(new Caller.Person(token.user(), token.session()))
                : Optional.empty();
    }

    /// Those of a person that have not ended, last used first.
    public List<Session> of(UserId user) {
        return transactions.asUser(user, handle -> rows.live(handle, user));
    }

    /// Ends one; false where there is none that has not ended.
    public boolean revoke(UserId user, UUID session) {
        boolean revoked = transactions.asUser(user, handle -> rows.revoke(handle, user, session));
        known.revoked(user, List.of(session));
        return revoked;
    }

    /// Ends all of a person's but one, and returns how many that were.
    public int revokeOthers(UserId user, UUID kept) {
        var revoked =
                transactions.asUser(
                        user, handle -> rows.revokeOthers(handle, user, Optional.of(kept)));
        known.revoked(user, revoked);
        return revoked.size();
    }

    /// The same within a transaction that is bound to the person. What is returned is run after the
    /// commit.
    public Runnable revokeOthers(Handle handle, UserId user, UUID kept) {
        var revoked = rows.revokeOthers(handle, user, Optional.of(kept));
        return () -> known.revoked(user, revoked);
    }

    @Override
    public Runnable revokeAll(Handle handle, UserId user) {
        var revoked = rows.revokeOthers(handle, user, Optional.empty());
        return () -> known.revoked(user, revoked);
    }
}
