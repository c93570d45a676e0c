package dev.promptcards.identity.workspace;

import dev.promptcards.tenancy.WorkspaceId;

import java.time.Instant;
import java.util.Optional;

/// A workspace, as somebody sees it.
///
/// @param searchLanguage a text search configuration of PostgreSQL, `english`
/// @param role of who looks; empty for a command on the server's machine
/// @param mayArchive whether that role may archive it and bring it back
public record Workspace(
        WorkspaceId id,
        String slug,
        String name,
        String searchLanguage,
        Instant createdAt,
        Optional<Instant> archivedAt,
        Optional<String> role,
        boolean mayArchive) {}
