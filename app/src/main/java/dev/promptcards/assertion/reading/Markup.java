package dev.promptcards.assertion.reading;

import com.fasterxml.jackson.databind.JsonNode;

import dev.promptcards.assertion.json.JavaScriptText;

import java.util.List;
import java.util.stream.Stream;

/// The values of the kinds that look for tags.
final class Markup {

    private Markup() {}

    /// Paths of elements: a text with commas between them, a list, or either as `requiredElements`.
    static List<String> requiredPaths(Written written) {
        JsonNode value = written.optionalValue().orElse(written.value().path("none"));
        if (value.isTextual()) {
            return Stream.of(value.textValue().split(",")).map(String::strip).toList();
        }
        JsonNode list = value.isObject() ? value.path("requiredElements") : value;
        if (value.isContainerNode() && value.isEmpty()) {
            return List.of();
        }
        boolean paths = list.isArray() && list.valueStream().allMatch(JsonNode::isValueNode);
        if (!paths && !value.isMissingNode()) {
            throw written.bad("must contain a string, array value, or no value");
        }
        return list.valueStream().map(JavaScriptText::string).toList();
    }
}
