package dev.promptcards.problem;

import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.core.io.JsonEOFException;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.exc.InvalidFormatException;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import org.jspecify.annotations.Nullable;

import java.time.temporal.Temporal;
import java.util.Arrays;
import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;

/// Says where JSON stops being readable, and what was expected there, without naming a class.
public final class UnreadableJson {

    private static final Set<Class<?>> WHOLE =
            Set.of(int.class, Integer.class, long.class, Long.class);

    private UnreadableJson() {}

    /// `at` is the path (`variables[1].name`), or `body` where there is none; the message ends with
    /// line and column where the parser knows them.
    public static Violation violation(JsonProcessingException failure) {
        var at = failure instanceof JsonMappingException mapping ? path(mapping) : "";
        var place = at.isEmpty() ? "body" : at;
        return new Violation(place, place + ": " + reason(failure) + position(failure));
    }

    /// What was expected, without the place.
    public static String reason(JsonProcessingException failure) {
        return switch (failure) {
            case UnrecognizedPropertyException unknown ->
                    "there is no field of this name; known are "
                            + names(unknown.getKnownPropertyIds());
            case InvalidFormatException format -> "expected " + kind(format.getTargetType());
            case MismatchedInputException trailing
                    when trailing.getOriginalMessage().startsWith("Trailing token") ->
                    "something follows the JSON value";
            case MismatchedInputException mismatch -> "expected " + kind(mismatch.getTargetType());
            case JsonMappingException mapping when mapping.getCause() instanceof Problem problem ->
                    problem.getMessage();
            case JsonMappingException mapping
                    when mapping.getCause() instanceof JsonProcessingException cause ->
                    reason(cause);
            case StreamConstraintsException _ ->
                    "too deep or too long: at most 1,000 levels and 20 million characters a text";
            case JsonEOFException _ -> "ends in the middle";
            case JsonParseException parse -> parse.getOriginalMessage();
            default -> "not readable";
        };
    }

    private static String names(@Nullable Collection<Object> known) {
        return known == null
                ? "none"
                : known.stream().map(String::valueOf).sorted().collect(Collectors.joining(", "));
    }

    /// What a value of that type is called: never by the name of a class.
    static String kind(@Nullable Class<?> target) {
        if (target == null) {
            return "another type";
        }
        if (target.isEnum()) {
            return Arrays.stream(target.getEnumConstants())
                    .map(String::valueOf)
                    .collect(Collectors.joining(", ", "one of ", ""));
        }
        if (CharSequence.class.isAssignableFrom(target)) {
            return "a text";
        }
        if (target == boolean.class || target == Boolean.class) {
            return "true or false";
        }
        if (WHOLE.contains(target)) {
            return "a whole number";
        }
        if (target == UUID.class) {
            return "an id such as 01890a5d-ac96-774b-bcce-b302099a8057";
        }
        if (target.isPrimitive() || Number.class.isAssignableFrom(target)) {
            return "a number";
        }
        if (Collection.class.isAssignableFrom(target)
                || target.isArray()
                || target == ArrayNode.class) {
            return "a list";
        }
        if (Temporal.class.isAssignableFrom(target)) {
            return "a time such as 2026-01-31T12:00:00Z";
        }
        return Map.class.isAssignableFrom(target) || target.isRecord() || target == ObjectNode.class
                ? "an object"
                : "another type";
    }

    private static String path(JsonMappingException failure) {
        var path = new StringBuilder();
        for (var step : failure.getPath()) {
            if (step.getFieldName() == null) {
                path.append('[').append(step.getIndex()).append(']');
            } else {
                path.append(path.isEmpty() ? "" : ".").append(step.getFieldName());
            }
        }
        return path.toString();
    }

    private static String position(JsonProcessingException failure) {
        var location = failure.getLocation();
        return location == null || location.getLineNr() < 1
                ? ""
                : " (line " + location.getLineNr() + ", column " + location.getColumnNr() + ")";
    }
}
