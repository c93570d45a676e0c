package dev.promptcards.identity.invitation;

import dev.promptcards.identity.People;
import dev.promptcards.identity.password.Passwords;
import dev.promptcards.tenancy.UserId;

import jakarta.inject.Singleton;

import org.jdbi.v3.core.Handle;

import java.util.function.Function;

/// Makes accounts for people who come by an invitation and have none.
@Singleton
class NewAccounts {

    private final People people;
    private final Passwords passwords;

    NewAccounts(People people, Passwords passwords) {
        this.people = people;
        this.passwords = passwords;
    }

    /// Hashes the password, which takes long; what is returned stores the account within a
    /// transaction, or refuses because there is one of that address.
    Function<Handle, UserId> prepared(String email, String displayName, String password) {
        var hashed = passwords.hash("password", password);
        return handle -> {
            var user = people.create(handle, email, displayName, false);
            passwords.store(handle, user, hashed);
            return user;
        };
    }
}
