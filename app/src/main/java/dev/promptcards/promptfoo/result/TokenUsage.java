package dev.promptcards.promptfoo.result;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

/// Tokens in promptfoo's form: what was sent and received, or what came from the cache instead.
final class TokenUsage {

    private long prompt;
    private long completion;
    private long cached;
    private long total;
    private long requests;

    static ObjectNode of(JsonNode execution) {
        TokenUsage one = new TokenUsage();
        one.add(execution);
        return one.json();
    }

    void add(JsonNode execution) {
        long sent = execution.path("promptTokens").asLong();
        long received = execution.path("completionTokens").asLong();
        long all = execution.path("totalTokens").asLong(sent + received);
        if (execution.path("cached").asBoolean()) {
            cached += all;
        } else {
            prompt += sent;
            completion += received;
            requests += execution.path("sends").asLong(1);
        }
        total += all;
    }

    ObjectNode json() {
        return JsonNodeFactory.instance
                .objectNode()
                .put("total", total)
                .put("prompt", prompt)
                .put("completion", completion)
                .put("cached", cached)
                .put("numRequests", requests);
    }
}
