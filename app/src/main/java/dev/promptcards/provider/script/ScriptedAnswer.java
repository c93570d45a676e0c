package dev.promptcards.provider.script;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.promptcards.provider.Answer;
import dev.promptcards.provider.ProviderResult;
import dev.promptcards.provider.ProviderResult.Completed;
import dev.promptcards.provider.ProviderResult.Malformed;
import dev.promptcards.provider.ProviderResult.Rejected;
import dev.promptcards.provider.Usage;
import dev.promptcards.provider.api.FinishReason;

import java.time.Duration;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;

/// What a script returned, as a result: promptfoo's `ProviderResponse`, or an output alone.
public final class ScriptedAnswer {

    /// An object with one of these is a response; any other is an output.
    private static final Set<String> MEMBERS =
            Set.of("output", "error", "tokenUsage", "cost", "guardrails", "metadata", "logProbs");

    private ScriptedAnswer() {}

    /// @param body what is kept of the answer
    public static ProviderResult of(JsonNode returned, byte[] body, Duration latency) {
        boolean response =
                returned.isObject()
                        && returned.propertyStream().anyMatch(m -> MEMBERS.contains(m.getKey()));
        JsonNode output = response ? returned.path("output") : returned;
        JsonNode error = response ? returned.path("error") : returned.path(-1);
        if (!error.isMissingNode() && !error.isNull() && !error.asText("error").isEmpty()) {
            return new Rejected(0, error.isTextual() ? error.textValue() : error.toString());
        }
        if (output.isMissingNode() || output.isNull()) {
            return new Malformed("No output", body);
        }
        return new Completed(
                body,
                response
                        ? answer(output, returned, latency)
                        : Answer.of(output, Optional.empty(), OptionalDouble.empty(), latency));
    }

    private static Answer answer(JsonNode output, JsonNode response, Duration latency) {
        Optional<ObjectNode> guardrails = object(response.path("guardrails"));
        Optional<String> finish = FinishReason.of(response.path("finishReason"));
        boolean refused =
                response.path("isRefusal").asBoolean()
                        || finish.filter(FinishReason.CONTENT_FILTER::equals).isPresent();
        JsonNode cost = response.path("cost");
        return new Answer(
                output,
                usage(response.path("tokenUsage")),
                finish,
                cost.isNumber() ? OptionalDouble.of(cost.asDouble()) : OptionalDouble.empty(),
                latency,
                Optional.of(response.path("logProbs")).filter(JsonNode::isArray),
                refused,
                guardrails,
                object(response.path("metadata")));
    }

    private static Optional<Usage> usage(JsonNode usage) {
        if (!usage.isObject()) {
            return Optional.empty();
        }
        long prompt = usage.path("prompt").asLong();
        long completion = usage.path("completion").asLong();
        return Optional.of(
                new Usage(
                        prompt,
                        completion,
                        usage.path("total").asLong(prompt + completion),
                        usage.path("cached").asLong(),
                        usage.path("completionDetails").path("reasoning").asLong()));
    }

    private static Optional<ObjectNode> object(JsonNode json) {
        return json instanceof ObjectNode object ? Optional.of(object) : Optional.empty();
    }
}
