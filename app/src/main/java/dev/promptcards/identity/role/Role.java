package dev.promptcards.identity.role;

import dev.promptcards.identity.Permission;

import java.util.Set;

/// A role in a workspace.
///
/// @param members how many have it
public record Role(
        String name,
        boolean builtIn,
        String description,
        Set<Permission> permissions,
        int members) {}
