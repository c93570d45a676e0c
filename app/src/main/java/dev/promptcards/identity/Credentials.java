package dev.promptcards.identity;

import dev.promptcards.tenancy.UserId;

import org.jdbi.v3.core.Handle;

/// What people are let in by, of one kind: sessions, tokens, and the rights that API keys of theirs
/// rest on. Each bean of this type is asked when somebody is to be let in no more.
public interface Credentials {

    /// Revokes everything of this kind that `user` holds, within a transaction that is bound to
    /// them. What is returned is run after the commit, and makes this node know at once.
    Runnable revokeAll(Handle handle, UserId user);
}
