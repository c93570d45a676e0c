package dev.promptcards.quota;

import dev.promptcards.tenancy.WorkspaceId;

import org.jdbi.v3.core.Handle;

/// Knows what is under way in a workspace. Whoever carries it out implements this.
public interface Underway {

    /// Read in the transaction of `handle`.
    Commitments in(Handle handle, WorkspaceId workspace);
}
