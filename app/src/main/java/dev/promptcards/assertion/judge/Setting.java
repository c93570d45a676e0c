package dev.promptcards.assertion.judge;

import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.promptcards.script.ScriptScope;

/// What the questions about one attempt, or about one row, have in common.
///
/// @param vars the values of the case
/// @param options the case's choices where an assertion makes none: `provider`, `rubricPrompt`,
///     `factuality`
/// @param scope the tenant on whose account templates and scripts run
public record Setting(ObjectNode vars, ObjectNode options, ScriptScope scope, Judge judge) {}
