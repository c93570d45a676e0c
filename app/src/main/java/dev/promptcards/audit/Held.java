package dev.promptcards.audit;

import com.fasterxml.jackson.databind.JsonNode;

import dev.promptcards.tenancy.WorkspaceId;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.UUID;

/// One thing the audit log holds about a person.
///
/// @param workspace whose log holds it
/// @param role `origin` where the person did it, `subject` where it was done to them
/// @param details what an event says about the person: an e-mail address, a name
public record Held(
        WorkspaceId workspace,
        Instant at,
        UUID event,
        String action,
        String objectKind,
        String objectId,
        String objectName,
        String role,
        String address,
        String userAgent,
        @Nullable JsonNode details) {}
