package dev.promptcards.secret;

import dev.promptcards.tenancy.WorkspaceId;

import java.util.Optional;
import java.util.UUID;

/// Something that was sealed and is kept, to try a master key on. Each bean of this type is asked.
public interface SealedSample {

    /// What was sealed last; empty where nothing is kept.
    Optional<Sealed> newest();

    /// @param row what it was sealed for
    record Sealed(WorkspaceId workspace, UUID row, byte[] bytes) {}
}
