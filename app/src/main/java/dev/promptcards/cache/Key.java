package dev.promptcards.cache;

import dev.promptcards.tenancy.WorkspaceId;

/// What a value is kept under: `label:<workspace>:<card>:production`.
///
/// @param name of the value among those of its family and workspace; ids and names, never a secret
public record Key(Family family, WorkspaceId workspace, String name) {

    @Override
    public String toString() {
        return family + ":" + workspace + ":" + name;
    }
}
