package dev.promptcards.queue;

import dev.promptcards.tenancy.WorkspaceId;

/// A run that has work, and the workspace it belongs to.
public record QueuedRun(WorkspaceId workspace, RunId run) {}
