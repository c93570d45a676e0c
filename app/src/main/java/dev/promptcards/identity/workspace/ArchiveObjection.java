package dev.promptcards.identity.workspace;

import dev.promptcards.tenancy.WorkspaceId;

import org.jdbi.v3.core.Handle;

import java.util.Optional;

/// Something in a workspace that must end before it is archived. Each bean of this type is asked in
/// the transaction that archives.
public interface ArchiveObjection {

    /// What is still going on and what to do about it, as sentences; empty where nothing is.
    Optional<String> reason(Handle handle, WorkspaceId workspace);
}
