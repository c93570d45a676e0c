package dev.promptcards.promptfoo.result;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

/// Tokens in promptfoo's form: what was sent and received, or what came from the cache instead, and
/// apart from that (`assertions`) what the judges took.
public final class TokenUsage {

    private long prompt;
    private long completion;
    private long cached;
    private long total;
    private long requests;
    private long judgesPrompt;
    private long judgesCompletion;

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
        judgesPrompt += execution.path("gradingPromptTokens").asLong();
        judgesCompletion += execution.path("gradingCompletionTokens").asLong();
    }

    /// Tokens of answers, those from the cache included.
    public long total() {
        return total;
    }

    ObjectNode json() {
        ObjectNode json =
                JsonNodeFactory.instance
                        .objectNode()
                        .put("total", total)
                        .put("prompt", prompt)
                        .put("completion", completion)
                        .put("cached", cached)
                        .put("numRequests", requests);
        json.set("assertions", judges());
        return json;
    }

    /// What the judges took, in promptfoo's form (`tokensUsed` of a grading).
    ObjectNode judges() {
        return JsonNodeFactory.instance
                .objectNode()
                .put("total", judgesPrompt + judgesCompletion)
                .put("prompt", judgesPrompt)
                .put("completion", judgesCompletion)
                .put("cached", 0);
    }

    static ObjectNode judges(JsonNode execution) {
        TokenUsage one = new TokenUsage();
        one.add(execution);
        return one.judges();
    }
}
