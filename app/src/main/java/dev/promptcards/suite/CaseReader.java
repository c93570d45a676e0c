package dev.promptcards.suite;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.promptcards.http.NdjsonReader;
import dev.promptcards.problem.Problem;
import dev.promptcards.problem.StorableText;

import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Reads the lines of an upload, one case a line, and names the line that is wrong.
final class CaseReader {

    private static final Set<String> FIELDS =
            Stream.concat(
                            CaseFields.NAMES.stream(),
                            Stream.of(
                                    "key",
                                    "description",
                                    "vars",
                                    "assert",
                                    "options",
                                    "threshold",
                                    "metadata",
                                    "unsupported",
                                    "expansion"))
                    .collect(Collectors.toCollection(TreeSet::new));

    private final CaseKeys keys = new CaseKeys();
    private int position;

    TestCase read(NdjsonReader.Line line) {
        int lineNumber = line.number();
        var node = object(line);
        node.fieldNames()
                .forEachRemaining(
                        name -> {
                            if (!FIELDS.contains(name)) {
                                throw wrong(
                                        lineNumber,
                                        "there is no field '" + name + "'; a case has " + FIELDS);
                            }
                        });
        var vars = objectField(node, "vars", lineNumber);
        var asserts = arrayField(node, "assert", lineNumber);
        var description = textField(node, "description", lineNumber);
        var authors = textField(node, "key", lineNumber);
        if (authors.filter(keys::isTaken).isPresent()) {
            throw wrong(lineNumber, "the key '" + authors.get() + "' is given to an earlier case");
        }
        return new TestCase(
                position++,
                keys.keyOf(authors, vars, description, asserts),
                description,
                vars,
                asserts,
                objectField(node, "options", lineNumber),
                threshold(node, lineNumber),
                objectField(node, "metadata", lineNumber),
                textField(node, "unsupported", lineNumber),
                CaseFields.overrides(node, lineNumber),
                expansion(node, lineNumber));
    }

    static ObjectNode object(NdjsonReader.Line line) {
        return switch (line) {
            case NdjsonReader.Line.Unreadable(int number, var reason) ->
                    throw wrong(number, reason);
            case NdjsonReader.Line.Value(int number, ObjectNode object) -> {
                StorableText.fault(object)
                        .ifPresent(
                                fault -> {
                                    throw wrong(number, fault);
                                });
                yield object;
            }
            case NdjsonReader.Line.Value(int number, _) ->
                    throw wrong(number, "must be a JSON object");
        };
    }

    static Problem.Invalid wrong(int lineNumber, String what) {
        return new Problem.Invalid("line " + lineNumber + ": " + what);
    }

    private static ObjectNode objectField(ObjectNode node, String name, int lineNumber) {
        return switch (node.get(name)) {
            case null -> JsonNodeFactory.instance.objectNode();
            case ObjectNode object -> object;
            case JsonNode other when other.isNull() -> JsonNodeFactory.instance.objectNode();
            default -> throw wrong(lineNumber, "'" + name + "' must be an object");
        };
    }

    private static ArrayNode arrayField(ObjectNode node, String name, int lineNumber) {
        return switch (node.get(name)) {
            case null -> JsonNodeFactory.instance.arrayNode();
            case ArrayNode array -> array;
            case JsonNode other when other.isNull() -> JsonNodeFactory.instance.arrayNode();
            default -> throw wrong(lineNumber, "'" + name + "' must be a list");
        };
    }

    private static Optional<String> textField(ObjectNode node, String name, int lineNumber) {
        return switch (node.get(name)) {
            case null -> Optional.empty();
            case JsonNode value when value.isNull() -> Optional.empty();
            case JsonNode value when value.isTextual() -> Optional.of(value.textValue());
            default -> throw wrong(lineNumber, "'" + name + "' must be a text");
        };
    }

    private static OptionalDouble threshold(ObjectNode node, int lineNumber) {
        return switch (node.get("threshold")) {
            case null -> OptionalDouble.empty();
            case JsonNode value when value.isNull() -> OptionalDouble.empty();
            case JsonNode value when value.isNumber() -> OptionalDouble.of(value.doubleValue());
            default -> throw wrong(lineNumber, "'threshold' must be a number");
        };
    }

    private TestCase.Expansion expansion(ObjectNode node, int lineNumber) {
        var given = objectField(node, "expansion", lineNumber);
        if (given.isEmpty()) {
            return TestCase.Expansion.SINGLE;
        }
        var expansion =
                new TestCase.Expansion(
                        given.path("offset").asInt(-1), given.path("size").asInt(-1));
        boolean valid =
                expansion.offset() >= 0
                        && expansion.offset() < expansion.size()
                        && expansion.offset() <= position;
        if (!valid) {
            throw wrong(lineNumber, "'expansion' must have an offset below its size");
        }
        return expansion;
    }
}
