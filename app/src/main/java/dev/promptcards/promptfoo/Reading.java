package dev.promptcards.promptfoo;

import dev.promptcards.promptfoo.file.Finding;

import java.util.List;

/// What came of reading a configuration.
public sealed interface Reading permits Plan, Reading.Refused {

    /// The configuration cannot be run; nothing was started.
    ///
    /// @param findings what is wrong, the gravest first
    /// @param more how many further findings there are
    record Refused(List<Finding> findings, int more) implements Reading {}
}
