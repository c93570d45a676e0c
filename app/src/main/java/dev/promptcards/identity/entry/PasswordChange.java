package dev.promptcards.identity.entry;

import dev.promptcards.audit.Audit;
import dev.promptcards.identity.Caller;
import dev.promptcards.identity.People;
import dev.promptcards.identity.PersonEntries;
import dev.promptcards.identity.password.Passwords;
import dev.promptcards.identity.session.Sessions;
import dev.promptcards.identity.token.TokenFamilies;
import dev.promptcards.tenancy.Actor;
import dev.promptcards.tenancy.WorkspaceId;
import dev.promptcards.tenancy.WorkspaceTransactions;

import jakarta.inject.Singleton;

import org.jdbi.v3.core.Handle;

import java.util.List;
import java.util.Optional;

/// Changes a password by who knows the old one. Whoever else knew it is signed out, programs
/// included.
@Singleton
class PasswordChange {

    private final WorkspaceTransactions transactions;
    private final SignIn signIn;
    private final People people;
    private final Passwords passwords;
    private final Sessions sessions;
    private final TokenFamilies families;
    private final Audit audit;

    PasswordChange(
            WorkspaceTransactions transactions,
            SignIn signIn,
            People people,
            Passwords passwords,
            Sessions sessions,
            TokenFamilies families,
            Audit audit) {
        this.transactions = transactions;
        this.signIn = signIn;
        this.people = people;
        this.passwords = passwords;
        this.sessions = sessions;
        this.families = families;
        this.audit = audit;
    }

    /// Guesses at the current one are counted as tries to sign in.
    void change(
            Caller.Person person, String current, String wanted, Optional<Actor.Origin> origin) {
        var user = people.find(person.user()).orElseThrow();
        signIn.requirePassword(user.id(), user.email(), current, origin);
        var hashed = passwords.hash("password", wanted);
        transactions
                .inWorkspace(
                        WorkspaceId.INSTALLATION,
                        user.id(),
                        handle -> store(handle, person, hashed))
                .forEach(Runnable::run);
    }

    private List<Runnable> store(Handle handle, Caller.Person person, Passwords.Hashed hashed) {
        var user = person.user();
        passwords.store(handle, user, hashed);
        var after =
                List.of(
                        sessions.revokeOthers(handle, user, person.session()),
                        families.revokeOthers(handle, user, Optional.of(person.session())));
        audit.record(handle, WorkspaceId.INSTALLATION, PersonEntries.passwordChanged(user));
        return after;
    }
}
