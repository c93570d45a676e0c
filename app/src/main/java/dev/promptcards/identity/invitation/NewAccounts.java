package dev.promptcards.identity.invitation;

import dev.promptcards.tenancy.UserId;

import org.jdbi.v3.core.Handle;

import java.util.function.Function;

/// Makes accounts for people who come by an invitation and have none.
public interface NewAccounts {

    /// Checks what was given and does what takes long; what is returned stores the account within a
    /// transaction, or refuses because there is one of that address.
    Function<Handle, UserId> prepared(String email, String displayName, String password);
}
