package dev.promptcards.provider.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.promptcards.provider.Answer;
import dev.promptcards.provider.Prompt;

import java.time.Duration;
import java.util.Optional;

/// One method of an API: how its request is written, and how its answer is read.
public interface Protocol {

    /// Tells its answers from those of others, in a cache: `openai:chat`.
    String kind();

    /// What stands behind the base URL.
    String path();

    /// The body of a request without the prompt.
    ///
    /// @param settings those of one call, over those of the endpoint
    ObjectNode parameters(ObjectNode settings);

    /// Puts the prompt into a body.
    void ask(Prompt prompt, ObjectNode body);

    /// Why a prompt is not worth sending; empty where it is.
    default Optional<String> objection(Prompt prompt) {
        return Optional.empty();
    }

    /// The JSON in the bytes of an answer; a missing node where they are none.
    default JsonNode parse(byte[] body) {
        return ApiReplies.json(body);
    }

    /// What was answered; empty where this is no answer of the protocol.
    Optional<Answer> read(JsonNode answer, ObjectNode settings, Duration latency);

    /// What an answer says that [#read] makes nothing of: `answered JSON that is no chat
    /// completion`.
    String mismatch(JsonNode answer);

    /// The answer a model gives by declining the prompt; empty where that is an error.
    default Optional<Answer> declined(JsonNode answer, ApiError error, Duration latency) {
        return Optional.empty();
    }
}
