package dev.promptcards.tenancy;

import java.util.UUID;

/// The id of a person. People stand outside workspaces: one person may be a member of many.
public record UserId(UUID value) {

    @Override
    public String toString() {
        return value.toString();
    }
}
