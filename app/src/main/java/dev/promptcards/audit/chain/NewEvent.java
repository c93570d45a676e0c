package dev.promptcards.audit.chain;

import dev.promptcards.tenancy.Actor;

import org.jspecify.annotations.Nullable;

/// An event that is not in a chain yet.
///
/// @param before JSON, as [AuditJson#stored] gives it
/// @param after JSON, as [AuditJson#stored] gives it
/// @param origin personal data of who does it
/// @param subject personal data of who it is done to
public record NewEvent(
        Actor actor,
        String action,
        String objectKind,
        String objectId,
        String objectName,
        @Nullable String before,
        @Nullable String after,
        @Nullable PersonalData origin,
        @Nullable PersonalData subject) {}
