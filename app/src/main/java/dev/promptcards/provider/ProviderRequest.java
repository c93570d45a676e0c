package dev.promptcards.provider;

import com.fasterxml.jackson.databind.node.ObjectNode;

/// One call.
///
/// @param vars the case's variables, for adapters whose request is itself a template
/// @param settings parameters of this call alone (a prompt's or a case's), over those of the spec
public record ProviderRequest(Prompt prompt, ObjectNode vars, ObjectNode settings) {}
