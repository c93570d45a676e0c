package dev.promptcards.provider.huggingface;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// What a model can be asked for.
enum Task {
    /// The output is an object of scores by label.
    TEXT_CLASSIFICATION,
    /// The same, of the words in a text: for each group of entities the highest score.
    TOKEN_CLASSIFICATION,
    /// The output is a list of numbers.
    FEATURE_EXTRACTION,
    /// The output is a text.
    TEXT_GENERATION;

    static Optional<Task> named(String word) {
        return Arrays.stream(values()).filter(task -> task.word().equals(word)).findFirst();
    }

    static List<String> words() {
        return Arrays.stream(values()).map(Task::word).toList();
    }

    String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /// What `parameters` holds where a configuration does not say it.
    ObjectNode defaults() {
        ObjectNode parameters = JsonNodeFactory.instance.objectNode();
        return switch (this) {
            case TOKEN_CLASSIFICATION -> parameters.put("aggregation_strategy", "simple");
            case TEXT_GENERATION -> parameters.put("return_full_text", false);
            case TEXT_CLASSIFICATION, FEATURE_EXTRACTION -> parameters;
        };
    }

    /// Empty where an answer is none to this task.
    Optional<JsonNode> output(JsonNode answer) {
        return switch (this) {
            case TEXT_CLASSIFICATION -> scores(first(answer).orElse(answer), "label");
            case TOKEN_CLASSIFICATION -> scores(answer, "entity_group");
            case FEATURE_EXTRACTION -> numbers(first(answer).orElse(answer));
            case TEXT_GENERATION ->
                    Optional.of(answer.path(0).path("generated_text"))
                            .filter(JsonNode::isTextual)
                            .or(() -> Optional.of(answer.path("generated_text")))
                            .filter(JsonNode::isTextual);
        };
    }

    /// Some models answer with a list for each of the texts they could have been sent.
    private static Optional<JsonNode> first(JsonNode answer) {
        return Optional.of(answer.path(0))
                .filter(JsonNode::isArray)
                .filter(_ -> answer.size() == 1);
    }

    private static Optional<JsonNode> scores(JsonNode list, String label) {
        if (!list.isArray()
                || !list.valueStream()
                        .allMatch(e -> e.path(label).isTextual() && e.path("score").isNumber())) {
            return Optional.empty();
        }
        ObjectNode scores = JsonNodeFactory.instance.objectNode();
        for (JsonNode entry : list) {
            String name = entry.path(label).textValue();
            if (!scores.has(name)
                    || scores.path(name).doubleValue() < entry.path("score").doubleValue()) {
                scores.set(name, entry.path("score"));
            }
        }
        return Optional.of(scores);
    }

    private static Optional<JsonNode> numbers(JsonNode list) {
        return Optional.of(list)
                .filter(JsonNode::isArray)
                .filter(numbers -> !numbers.isEmpty())
                .filter(numbers -> numbers.valueStream().allMatch(JsonNode::isNumber));
    }
}
