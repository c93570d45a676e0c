package dev.promptcards.template;

/// A template rendered to text, or why it could not be.
public sealed interface Rendering {

    record Rendered(String text) implements Rendering {}

    /// The template is invalid, calls what does not exist, or went past a limit of the sandbox.
    ///
    /// @param message as Nunjucks words it, with line and column where it knows them
    record Failed(String message) implements Rendering {}
}
