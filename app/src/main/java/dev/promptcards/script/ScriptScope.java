package dev.promptcards.script;

/// Whose jobs may share an engine. Jobs of one scope share its globals; two scopes share nothing,
/// so that a script can never change the verdicts of another tenant or run.
///
/// @param key names the scope within this process: one a run, led by the workspace
public record ScriptScope(String key) {}
