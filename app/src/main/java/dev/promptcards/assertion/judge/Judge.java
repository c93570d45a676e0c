package dev.promptcards.assertion.judge;

import com.fasterxml.jackson.databind.JsonNode;

import java.util.Optional;

/// Asks others on behalf of one attempt. Calls block, on a virtual thread, and never throw; limits,
/// retries, cost and the memory of what was answered are the implementation's. The same question
/// asked twice for one attempt is paid for once.
public interface Judge {

    /// What a question is about, and so the shape of its input and of the answer's output.
    enum Task {
        /// A text, or a list of chat messages; answered with a text, or JSON where the model gave
        /// that.
        TEXT,
        /// A text; answered with a list of numbers.
        EMBEDDING,
        /// A text; answered with an object of scores by label.
        CLASSIFICATION,
        /// A text; answered with a list of what was flagged, `{code, description, confidence}`.
        MODERATION
    }

    /// @param provider who is asked, as an author writes it: an id, `{id, config}`, or a mapping of
    ///     tasks (`text`, `embedding`, `classification`, `moderation`) to one of those; empty asks
    ///     the default of the task
    record Question(Task task, Optional<JsonNode> provider, JsonNode input) {}

    sealed interface Reply {
        record Answered(JsonNode output) implements Reply {}

        /// There is no answer; the reason is for people and holds no key. It never counts as a
        /// verdict, whichever way the assertion asks.
        record Failed(String reason) implements Reply {}

        /// The question cannot be put to anybody: no such provider, one without a key, one that
        /// cannot do such a task. An error of the case, not of a grader.
        record Nobody(String reason) implements Reply {}
    }

    Reply ask(Question question);

    /// Posts JSON to a webhook; answered with the JSON it gave.
    Reply post(String url, JsonNode body);

    /// Nobody to ask, for that `reason`.
    static Judge none(String reason) {
        return new Judge() {
            @Override
            public Reply ask(Question question) {
                return new Reply.Nobody(reason);
            }

            @Override
            public Reply post(String url, JsonNode body) {
                return new Reply.Nobody(reason);
            }
        };
    }
}
