package dev.promptcards.identity.session;

import dev.promptcards.audit.Audit;
import dev.promptcards.audit.AuditEntry;
import dev.promptcards.identity.Caller;
import dev.promptcards.identity.Credentials;
import dev.promptcards.tenancy.Actor;
import dev.promptcards.tenancy.UserId;
import dev.promptcards.tenancy.WorkspaceId;
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
    private final Audit audit;

    Sessions(
            WorkspaceTransactions transactions,
            SessionRows rows,
            KnownSessions known,
            Audit audit) {
        this.transactions = transactions;
        this.rows = rows;
        this.known = known;
        this.audit = audit;
    }

    /// Opens a session for somebody who has proved who they are, within a transaction that is bound
    /// to them and to the installation; the last thing it does. [SessionCookies] makes the cookie
    /// of it.
    public SessionToken open(Handle handle, UserId user, Optional<Actor.Origin> origin) {
        var token = SessionToken.create(user);
        rows.insert(handle, token, origin);
        audit.record(
                handle,
                WorkspaceId.INSTALLATION,
                Actor.person(user, origin),
                List.of(SessionEntries.signedIn(token.session())));
        return token;
    }

    /// The same, in a transaction of its own.
    public SessionToken open(UserId user, Optional<Actor.Origin> origin) {
        return transactions.inWorkspace(
                WorkspaceId.INSTALLATION, user, handle -> open(handle, user, origin));
    }

    /// Who shows `token`; empty where it opens nothing, or nothing any more.
    public Optional<Caller.Person> callerOf(SessionToken token) {
        return known.admits(token)
                ? Optional.of(new Caller.Person(token.user(), token.session()))
                : Optional.empty();
    }

    /// The same from what is remembered; empty besides where the session is not.
    Optional<Caller.Person> rememberedCaller(SessionToken token) {
        return known.remembers(token)
                ? Optional.of(new Caller.Person(token.user(), token.session()))
                : Optional.empty();
    }

    /// Those of a person that have not ended, last used first.
    public List<Session> of(UserId user) {
        return transactions.asUser(user, handle -> rows.live(handle, user));
    }

    /// Ends one; false where there is none that has not ended.
    public boolean revoke(UserId user, UUID session) {
        return end(user, session, Actor.current(), SessionEntries.revoked(session));
    }

    /// Ends the one whose cookie is shown.
    public void signOut(SessionToken token, Optional<Actor.Origin> origin) {
        end(
                token.user(),
                token.session(),
                Actor.person(token.user(), origin),
                SessionEntries.signedOut(token.session()));
    }

    private boolean end(UserId user, UUID session, Actor actor, AuditEntry entry) {
        boolean ended =
                transactions.inWorkspace(
                        WorkspaceId.INSTALLATION,
                        user,
                        handle -> {
                            boolean revoked = rows.revoke(handle, user, session);
                            if (revoked) {
                                audit.record(
                                        handle, WorkspaceId.INSTALLATION, actor, List.of(entry));
                            }
                            return revoked;
                        });
        known.revoked(user, List.of(session));
        return ended;
    }

    /// Ends all of a person's but one, and returns how many that were.
    public int revokeOthers(UserId user, UUID kept) {
        var revoked =
                transactions.inWorkspace(
                        WorkspaceId.INSTALLATION, user, handle -> endOthers(handle, user, kept));
        known.revoked(user, revoked);
        return revoked.size();
    }

    /// The same within a transaction that is bound to the person and to the installation. What is
    /// returned is run after the commit.
    public Runnable revokeOthers(Handle handle, UserId user, UUID kept) {
        var revoked = endOthers(handle, user, kept);
        return () -> known.revoked(user, revoked);
    }

    private List<UUID> endOthers(Handle handle, UserId user, UUID kept) {
        var ended = rows.revokeOthers(handle, user, Optional.of(kept));
        audit.record(
                handle,
                WorkspaceId.INSTALLATION,
                ended.stream().map(SessionEntries::revoked).toList());
        return ended;
    }

    @Override
    public Runnable revokeAll(Handle handle, UserId user) {
        var revoked = rows.revokeOthers(handle, user, Optional.empty());
        return () -> known.revoked(user, revoked);
    }
}
