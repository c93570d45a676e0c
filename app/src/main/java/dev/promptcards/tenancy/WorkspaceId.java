package dev.promptcards.tenancy;

import java.util.UUID;

/// The id of a workspace, the tenant every row and every cache key belongs to.
public record WorkspaceId(UUID value) {

    @Override
    public String toString() {
        return value.toString();
    }
}
