package dev.promptcards.promptfoo.tests;

import dev.promptcards.promptfoo.file.Located;
import dev.promptcards.promptfoo.file.Refusal;

import java.util.Optional;

/// Tests one after the other. After a refusal nothing more can be read.
public interface TestReader extends AutoCloseable {

    /// The next test as it is written; empty at the end.
    Optional<Located> next() throws Refusal;

    @Override
    void close();
}
