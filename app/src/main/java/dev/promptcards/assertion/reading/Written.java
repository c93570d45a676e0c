package dev.promptcards.assertion.reading;

import com.fasterxml.jackson.databind.JsonNode;

import dev.promptcards.assertion.json.JavaScriptText;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/// One assertion as its author wrote it, with its value rendered. The readings below throw
/// [Unreadable] where the value is not what the kind needs.
///
/// @param value a missing node where none was given
/// @param whole the entry as it stands in the case, for members only some kinds have: `provider`,
///     `rubricPrompt`, `contextTransform` …; nobody writes to it
public record Written(
        String type,
        JsonNode value,
        OptionalDouble threshold,
        Optional<JsonNode> config,
        JsonNode whole) {

    /// The value of a number that may also be written as text.
    static OptionalDouble number(JsonNode node) {
        if (node.isNumber()) {
            return OptionalDouble.of(node.doubleValue());
        }
        try {
            return node.isTextual() && !node.textValue().isBlank()
                    ? OptionalDouble.of(Double.parseDouble(node.textValue().strip()))
                    : OptionalDouble.empty();
        } catch (NumberFormatException e) {
            return OptionalDouble.empty();
        }
    }

    Written withType(String other) {
        return new Written(other, value, threshold, config, whole);
    }

    /// The same assertion with its templates replaced by what they rendered to.
    public Written withValue(JsonNode rendered) {
        return new Written(type, rendered, threshold, config, whole);
    }

    /// A text that may be empty.
    String text() {
        if (!value.isTextual()) {
            throw bad("type must have a string value");
        }
        return value.textValue();
    }

    String filledText() {
        if (!value.isTextual() || value.textValue().isEmpty()) {
            throw bad("type must have a string value");
        }
        return value.textValue();
    }

    String textOrNumber() {
        if (!value.isNumber() && (!value.isTextual() || value.textValue().isEmpty())) {
            throw bad("type must have a string or number value");
        }
        return JavaScriptText.string(value);
    }

    /// A list of texts, numbers and booleans, or one text split at its commas.
    List<String> texts() {
        if (value.isTextual() && !value.textValue().isEmpty()) {
            return CommaList.split(value.textValue());
        }
        if (!value.isArray()) {
            throw bad("type must have an array value");
        }
        List<String> texts = new ArrayList<>(value.size());
        for (JsonNode element : value) {
            if (!element.isValueNode()) {
                throw bad("type must have an array of strings or numbers");
            }
            texts.add(JavaScriptText.string(element));
        }
        return List.copyOf(texts);
    }

    /// The value itself, unless it is absent, null or empty.
    Optional<JsonNode> optionalValue() {
        boolean absent = value.isMissingNode() || value.isNull();
        return absent || (value.isTextual() && value.textValue().isBlank())
                ? Optional.empty()
                : Optional.of(value);
    }

    /// A member of the value that must be a number where it is there.
    OptionalDouble optionalNumber(String member) {
        JsonNode node = value.path(member);
        if (node.isMissingNode() || node.isNull()) {
            return OptionalDouble.empty();
        }
        OptionalDouble number = number(node);
        if (number.isEmpty()) {
            throw bad("type needs a number as \"" + member + "\"");
        }
        return number;
    }

    /// One text or several, none of them missing.
    List<String> references() {
        boolean texts =
                value.isTextual()
                        || (value.isArray()
                                && !value.isEmpty()
                                && value.valueStream().allMatch(JsonNode::isTextual));
        if (!texts) {
            throw bad("type must have a string or array of strings value");
        }
        return value.isTextual()
                ? List.of(value.textValue())
                : value.valueStream().map(JsonNode::textValue).toList();
    }

    /// A member of the assertion itself that must be a number where it is there.
    double ownNumber(String member, double otherwise) {
        JsonNode node = whole.path(member);
        if (!node.isMissingNode() && !node.isNumber()) {
            throw bad("type needs a number as \"" + member + "\"");
        }
        return node.asDouble(otherwise);
    }

    /// Whether the opposite is asked for; the type here is the positive one all the same.
    boolean negated() {
        return whole.path("type").asText().startsWith(Kinds.NOT);
    }

    /// The threshold; none where the measure is only to be taken down, which weight 0 or a metric
    /// says.
    OptionalDouble thresholdOrTaken() {
        boolean taken = whole.path("weight").asDouble(1) == 0 || whole.path("metric").isTextual();
        return taken ? thresholdOrNone() : OptionalDouble.of(requiredThreshold());
    }

    /// The threshold, if any. The opposite of no threshold is no question.
    OptionalDouble thresholdOrNone() {
        return negated() ? OptionalDouble.of(requiredThreshold()) : threshold;
    }

    private double requiredThreshold() {
        return threshold.orElseThrow(() -> bad("type needs a threshold"));
    }

    Unreadable bad(String what) {
        return new Unreadable("\"" + type + "\" assertion " + what);
    }
}
