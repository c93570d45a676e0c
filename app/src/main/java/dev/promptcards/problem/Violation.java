package dev.promptcards.problem;

/// One thing that is wrong with a request: `at` names the place (`values.tone`,
/// `variables[2].name`), `message` what was expected there and what was found. It never repeats the
/// value itself.
public record Violation(String at, String message) {}
