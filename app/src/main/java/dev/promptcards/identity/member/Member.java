package dev.promptcards.identity.member;

import dev.promptcards.tenancy.UserId;

import java.time.Instant;

/// Somebody in a workspace.
///
/// @param disabled whether the installation shut them out; then their role gives them nothing
/// @param addedBy who let them in, as histories name people
public record Member(
        UserId user,
        String displayName,
        String email,
        boolean disabled,
        String role,
        String addedBy,
        Instant addedAt) {}
