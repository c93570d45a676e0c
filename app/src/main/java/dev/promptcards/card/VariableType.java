package dev.promptcards.card;

import com.fasterxml.jackson.annotation.JsonValue;
import com.fasterxml.jackson.databind.JsonNode;

import java.util.Locale;

/// What a variable may hold.
public enum VariableType {
    STRING,
    NUMBER,
    BOOLEAN,
    /// One text of a fixed set.
    ENUM,
    LIST,
    OBJECT;

    /// As it is written in JSON: `string`.
    @JsonValue
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }

    /// Whether a value has this type. Nothing is converted: `"5"` is no number.
    boolean holds(JsonNode value) {
        return switch (this) {
            case STRING, ENUM -> value.isTextual();
            case NUMBER -> value.isNumber();
            case BOOLEAN -> value.isBoolean();
            case LIST -> value.isArray();
            case OBJECT -> value.isObject();
        };
    }

    /// The type of a value in words a caller knows, for messages that must not repeat the value.
    static String nameOf(JsonNode value) {
        return switch (value.getNodeType()) {
            case STRING, BINARY -> "a string";
            case NUMBER -> "a number";
            case BOOLEAN -> "a boolean";
            case ARRAY -> "a list";
            case OBJECT, POJO -> "an object";
            case NULL -> "null";
            case MISSING -> "nothing";
        };
    }
}
