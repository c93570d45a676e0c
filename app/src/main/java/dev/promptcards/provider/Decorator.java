package dev.promptcards.provider;

import dev.promptcards.tenancy.WorkspaceId;

/// What every provider gets around it, whatever its protocol. A bean of this type is applied by
/// [Providers].
public interface Decorator {

    /// @param workspace whose calls they are
    Resolved around(WorkspaceId workspace, Provider provider, ProviderSpec spec);
}
