package dev.promptcards.identity.entry;

import dev.promptcards.audit.Audit;
import dev.promptcards.identity.People;
import dev.promptcards.identity.password.Passwords;
import dev.promptcards.identity.session.SessionEntries;
import dev.promptcards.identity.session.SessionToken;
import dev.promptcards.identity.session.Sessions;
import dev.promptcards.problem.Problem;
import dev.promptcards.tenancy.Actor;
import dev.promptcards.tenancy.UserId;
import dev.promptcards.tenancy.WorkspaceId;
import dev.promptcards.tenancy.WorkspaceTransactions;

import jakarta.inject.Singleton;

import org.jdbi.v3.core.Handle;

import java.util.List;
import java.util.Optional;

/// Signs people in by e-mail and password. Of a wrong password, of somebody unknown, of somebody
/// disabled it says the same, after the same work.
@Singleton
public class SignIn {

    private final WorkspaceTransactions transactions;
    private final SignInTries tries;
    private final People people;
    private final Passwords passwords;
    private final Sessions sessions;
    private final Audit audit;

    SignIn(
            WorkspaceTransactions transactions,
            SignInTries tries,
            People people,
            Passwords passwords,
            Sessions sessions,
            Audit audit) {
        this.transactions = transactions;
        this.tries = tries;
        this.people = people;
        this.passwords = passwords;
        this.sessions = sessions;
        this.audit = audit;
    }

    /// Opens a session.
    ///
    /// @throws Problem.Unauthenticated when the two do not go together
    /// @throws Problem.TooMany when there were too many tries, for the account, from the address,
    ///     or of all people at once
    public SessionToken signIn(String email, String password, Optional<Actor.Origin> origin) {
        var user = prove(email, password, origin);
        return transactions.inWorkspace(
                WorkspaceId.INSTALLATION,
                user,
                handle -> {
                    tries.succeeded(handle, email, origin.map(Actor.Origin::address));
                    return sessions.open(handle, user, origin);
                });
    }

    /// Refuses who does not know the password they sign in with, as [#signIn] does.
    public void requirePassword(
            UserId user, String email, String password, Optional<Actor.Origin> origin) {
        begin(email, origin);
        if (!passwords.matches(Optional.of(user), password)) {
            throw new Problem.Forbidden("current: this is not your password.");
        }
        transactions.asUser(
                user,
                handle -> {
                    tries.succeeded(handle, email, origin.map(Actor.Origin::address));
                    return user;
                });
    }

    /// Forgets how often somebody tried to sign in, who is erased.
    public void forgetTries(Handle handle, String email) {
        tries.succeeded(handle, email, Optional.empty());
    }

    private UserId prove(String email, String password, Optional<Actor.Origin> origin) {
        begin(email, origin);
        var user = people.idOf(email);
        if (!passwords.matches(user, password)) {
            refused("credentials", origin);
            throw new Problem.Unauthenticated("The e-mail address or the password is wrong.");
        }
        return user.orElseThrow();
    }

    private void begin(String email, Optional<Actor.Origin> origin) {
        if (tries.begin(email, origin.map(Actor.Origin::address))
                instanceof SignInTries.Answer.Wait wait) {
            if (wait.first()) {
                refused("too-many-tries", origin);
            }
            throw SignInTries.refusal(wait);
        }
    }

    /// Once a try that is let through, and once a wait: who tries more often writes no more.
    private void refused(String reason, Optional<Actor.Origin> origin) {
        var somebody = new Actor(Actor.Kind.SYSTEM, "", origin);
        transactions.inWorkspace(
                WorkspaceId.INSTALLATION,
                handle -> {
                    audit.record(
                            handle,
                            WorkspaceId.INSTALLATION,
                            somebody,
                            List.of(SessionEntries.refused(reason)));
                    return reason;
                });
    }
}
