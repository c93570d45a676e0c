package dev.promptcards.identity.invitation;

import dev.promptcards.identity.People;
import dev.promptcards.identity.entry.SignIn;
import dev.promptcards.identity.session.SessionToken;
import dev.promptcards.identity.session.Sessions;
import dev.promptcards.problem.Problem;
import dev.promptcards.tenancy.Actor;
import dev.promptcards.tenancy.UserId;

import jakarta.inject.Singleton;

import org.jdbi.v3.core.Handle;

import java.util.Optional;
import java.util.function.Function;

/// Lets in who has an invitation: as who they are signed in as, or with a new account.
@Singleton
public class Newcomers {

    private final Joining joining;
    private final NewAccounts accounts;
    private final People people;
    private final SignIn signIn;
    private final Sessions sessions;

    Newcomers(
            Joining joining,
            NewAccounts accounts,
            People people,
            SignIn signIn,
            Sessions sessions) {
        this.joining = joining;
        this.accounts = accounts;
        this.people = people;
        this.signIn = signIn;
        this.sessions = sessions;
    }

    /// Somebody new, or who has an account and knows its password.
    ///
    /// @param email may be empty where the invitation names one
    public record Account(Optional<String> email, String displayName, String password) {
        @Override
        public String toString() {
            return "Account[…]";
        }
    }

    /// Somebody came in, and was signed in.
    public record Arrived(Joining.Joined joined, SessionToken session) {}

    /// Makes the account, makes it a member, and signs it in. Where there is one of that address it
    /// is signed in as [SignIn] does, tries counted: a link tells nobody who has an account here
    /// but those it is.
    ///
    /// @throws Problem.NotFound when the invitation cannot be used, or is for somebody else
    /// @throws Problem.Unauthenticated when it is not the password of that account
    /// @throws Problem.TooMany when that was tried too often
    /// @throws Problem.Conflict when they are a member already
    public Arrived arrive(String token, Account account, Optional<Actor.Origin> origin) {
        var secret = new InvitationToken(token);
        var offer = joining.open(secret);
        var given =
                account.email().map(String::strip).or(() -> offer.flatMap(Joining.Offer::email));
        if (offer.isPresent() && given.isEmpty()) {
            throw new Problem.Invalid("email: missing; the invitation names none");
        }
        var email = given.orElse("");
        boolean invited =
                offer.filter(it -> it.email().map(email::equalsIgnoreCase).orElse(true))
                        .isPresent();
        if (invited && people.idOf(email).isPresent()) {
            var session = signIn.signIn(email, account.password(), origin);
            return new Arrived(
                    joining.accept(secret, new Joining.Guest.SignedIn(session.user())), session);
        }
        // A password takes long to hash: not for who has no invitation, which is then recorded.
        Function<Handle, UserId> made =
                invited
                        ? accounts.prepared(email, account.displayName(), account.password())
                        : Newcomers::nobody;
        var joined = joining.accept(secret, new Joining.Guest.Newcomer(email, made));
        return new Arrived(joined, sessions.open(joined.user(), origin));
    }

    private static UserId nobody(Handle handle) {
        throw Joining.unusable();
    }
}
