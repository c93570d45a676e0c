package dev.promptcards.tenancy;

import java.util.UUID;

/// The id of a workspace, the tenant every row and every cache key belongs to.
public record WorkspaceId(UUID value) {

    /// Where the audit log keeps what belongs to no workspace: sign-ins, people, settings of the
    /// installation. There is no such workspace.
    public static final WorkspaceId INSTALLATION = new WorkspaceId(new UUID(0, 0));

    @Override
    public String toString() {
        return value.toString();
    }
}
