package dev.promptcards.assertion.script;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.promptcards.script.ScriptScope;

/// What a script is given: the output as it is and as text, and the `context` beside it.
public record ScriptInput(JsonNode output, String text, ObjectNode context, ScriptScope scope) {}
