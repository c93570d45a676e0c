package dev.promptcards.suite;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

import java.util.Optional;
import java.util.Set;

/// Checks the fields by which a case goes another way than its columns. A fault names the field.
final class CaseFields {

    static final Set<String> NAMES =
            Set.of("providerOutput", "provider", "providers", "prompts", "assertScoringFunction");

    private static final Set<String> PROVIDER = Set.of("id", "label", "config");
    private static final Set<String> SCRIPT = Set.of("script", "function");

    private CaseFields() {}

    /// Those of a line. Null is absent.
    static CaseOverrides overrides(ObjectNode line, int lineNumber) {
        ObjectNode members = JsonNodeFactory.instance.objectNode();
        for (var field : line.properties()) {
            if (!NAMES.contains(field.getKey()) || field.getValue().isNull()) {
                continue;
            }
            fault(field.getKey(), field.getValue())
                    .ifPresent(
                            fault -> {
                                throw CaseReader.wrong(lineNumber, fault);
                            });
            members.set(field.getKey(), field.getValue());
        }
        WrittenKeys.fault(line)
                .ifPresent(
                        fault -> {
                            throw CaseReader.wrong(lineNumber, fault);
                        });
        return members.isEmpty() ? CaseOverrides.NONE : new CaseOverrides(members);
    }

    /// What is wrong with a scoring function, the one field of these that `defaults` have too.
    static Optional<String> scoringFault(JsonNode value) {
        boolean valid =
                value.path("script").isTextual()
                        && (!value.has("function") || value.path("function").isTextual())
                        && hasOnly(value, SCRIPT);
        return valid
                ? Optional.empty()
                : Optional.of(
                        "'assertScoringFunction' must be {\"script\": a CommonJS module, "
                                + "\"function\": the name of an export or absent}");
    }

    private static Optional<String> fault(String name, JsonNode value) {
        return switch (name) {
            case "provider" -> providerFault(value);
            case "providers", "prompts" ->
                    value.isArray() && value.valueStream().allMatch(JsonNode::isTextual)
                            ? Optional.empty()
                            : Optional.of("'%s' must be a list of names".formatted(name));
            case "assertScoringFunction" -> scoringFault(value);
            default -> Optional.empty();
        };
    }

    private static Optional<String> providerFault(JsonNode value) {
        boolean valid =
                value.path("id").isTextual()
                        && !value.path("id").textValue().isBlank()
                        && (!value.has("label") || value.path("label").isTextual())
                        && (!value.has("config") || value.path("config").isObject())
                        && hasOnly(value, PROVIDER);
        return valid
                ? Optional.empty()
                : Optional.of(
                        "'provider' must be {\"id\": …, \"label\": a text or absent, \"config\": "
                                + "an object or absent}");
    }

    private static boolean hasOnly(JsonNode object, Set<String> names) {
        return object.isObject()
                && object.properties().stream().allMatch(field -> names.contains(field.getKey()));
    }
}
