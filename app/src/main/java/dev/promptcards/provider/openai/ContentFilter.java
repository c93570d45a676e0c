package dev.promptcards.provider.openai;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.promptcards.provider.api.ApiError;

import java.util.Optional;

/// What filters said of a prompt and of its answer, as `guardrails`. Azure tells by category; of
/// others it is only known that the answer was withheld.
final class ContentFilter {

    private static final String RESULTS = "content_filter_results";

    private ContentFilter() {}

    /// Empty where no filter is known to have looked at the call.
    ///
    /// @param refused whether the model, or a filter around it, declined to answer
    static Optional<ObjectNode> of(JsonNode answer, JsonNode choice, boolean refused) {
        JsonNode ofPrompt = answer.path("prompt_filter_results");
        JsonNode ofAnswer = choice.path(RESULTS);
        if (ofPrompt.isEmpty() && ofAnswer.isEmpty()) {
            return refused
                    ? Optional.of(JsonNodeFactory.instance.objectNode().put("flagged", true))
                    : Optional.empty();
        }
        boolean input = ofPrompt.valueStream().anyMatch(part -> isFiltered(part.path(RESULTS)));
        return Optional.of(guardrails(input, isFiltered(ofAnswer)));
    }

    /// The prompt was stopped before the model saw it.
    static Optional<ObjectNode> ofDeclined(ApiError error) {
        return error.code().equals("content_filter")
                ? Optional.of(guardrails(true, false))
                : Optional.empty();
    }

    private static boolean isFiltered(JsonNode results) {
        return results.valueStream().anyMatch(category -> category.path("filtered").asBoolean());
    }

    private static ObjectNode guardrails(boolean input, boolean output) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("flagged", input || output)
                .put("flaggedInput", input)
                .put("flaggedOutput", output);
    }
}
