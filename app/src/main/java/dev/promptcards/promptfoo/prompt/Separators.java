package dev.promptcards.promptfoo.prompt;

/// What stands between things in files of prompts.
///
/// @param prompts what a line between two prompts of a text file says
/// @param cells between the cells of a CSV
public record Separators(String prompts, String cells) {}
