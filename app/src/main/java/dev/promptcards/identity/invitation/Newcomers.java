package dev.promptcards.identity.invitation;

import dev.promptcards.identity.session.SessionToken;
import dev.promptcards.identity.session.Sessions;
import dev.promptcards.problem.Problem;
import dev.promptcards.tenancy.Actor;

import jakarta.inject.Singleton;

import java.util.Optional;

/// Lets in who has an invitation: as who they are signed in as, or with a new account.
@Singleton
public class Newcomers {

    private final Joining joining;
    private final NewAccounts accounts;
    private final Sessions sessions;

    Newcomers(Joining joining, NewAccounts accounts, Sessions sessions) {
        this.joining = joining;
        this.accounts = accounts;
        this.sessions = sessions;
    }

    /// Somebody new.
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

    /// Makes the account, makes it a member, and signs it in.
    ///
    /// @throws Problem.NotFound when the invitation cannot be used, or is for somebody else
    /// @throws Problem.Conflict when there is somebody with that e-mail address
    public Arrived arrive(String token, Account account, Optional<Actor.Origin> origin) {
        var secret = new InvitationToken(token);
        // A password takes long to hash: not for who has no invitation.
        var offer = joining.offer(secret);
        var email = account.email().map(String::strip).or(offer::email).orElseThrow(Newcomers::who);
        if (offer.email().filter(it -> !it.equalsIgnoreCase(email)).isPresent()) {
            throw Joining.unusable();
        }
        var made = accounts.prepared(email, account.displayName(), account.password());
        var joined = joining.accept(secret, new Joining.Guest.Newcomer(email, made));
        return new Arrived(joined, sessions.open(joined.user(), origin));
    }

    private static Problem who() {
        return new Problem.Invalid("email: missing; the invitation names none");
    }
}
