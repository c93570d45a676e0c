package dev.promptcards.promptfoo.result.compare;

import com.fasterxml.jackson.databind.JsonNode;

import dev.promptcards.promptfoo.result.Outcome;

/// A case in a column, over all its repeats: it passes where most of those that were judged pass.
/// An error counts as not passed; a try whose outcome is unknown counts on neither side.
final class CaseTally {

    enum State {
        PASSES,
        FAILS,
        /// As many tries passed as did not, or none has an outcome.
        NOT_DECIDED
    }

    private final String name;
    private int passed;
    private int notPassed;

    CaseTally(String name) {
        this.name = name;
    }

    void add(JsonNode execution) {
        switch (Outcome.of(execution)) {
            case PASSED -> passed++;
            case FAILED, ERROR -> notPassed++;
            case UNKNOWN -> {}
        }
    }

    String name() {
        return name;
    }

    State state() {
        return passed == notPassed
                ? State.NOT_DECIDED
                : passed > notPassed ? State.PASSES : State.FAILS;
    }
}
