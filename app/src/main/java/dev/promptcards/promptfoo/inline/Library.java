package dev.promptcards.promptfoo.inline;

import dev.promptcards.promptfoo.file.Refusal;

import java.util.Optional;

/// Where the modules of a bundle come from.
interface Library {

    /// The CommonJS text of a module.
    String text(String name) throws Refusal;

    /// The module that is meant where `from` requires `request`; empty if it is none of these.
    Optional<String> find(String from, Requests.Request request) throws Refusal;
}
