package dev.promptcards.card;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.JsonNode;

import dev.promptcards.problem.Problem;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.Optional;

/// A variable a template declares. One without a default is required unless it says
/// `"required": false`. `values` are the texts an enum allows.
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record Variable(
        String name,
        VariableType type,
        boolean required,
        @JsonProperty("default") @JsonInclude(JsonInclude.Include.NON_NULL)
                @Nullable JsonNode defaultValue,
        List<String> values,
        String description) {

    @JsonCreator
    static Variable read(
            @JsonProperty("name") @Nullable String name,
            @JsonProperty("type") @Nullable VariableType type,
            @JsonProperty("required") @Nullable Boolean required,
            @JsonProperty("default") @Nullable JsonNode defaultValue,
            @JsonProperty("values") @Nullable List<String> values,
            @JsonProperty("description") @Nullable String description) {
        if (name == null || type == null) {
            throw new Problem.Invalid("a variable needs a `name` and a `type`");
        }
        boolean hasDefault = defaultValue != null && !defaultValue.isNull();
        return new Variable(
                name,
                type,
                required == null ? !hasDefault : required,
                hasDefault ? defaultValue : null,
                values == null ? List.of() : List.copyOf(values),
                description == null ? "" : description);
    }

    Optional<JsonNode> fallback() {
        return Optional.ofNullable(defaultValue);
    }

    boolean accepts(JsonNode value) {
        return type.holds(value)
                && (type != VariableType.ENUM || values.contains(value.textValue()));
    }

    /// What this variable takes, in words: `one of "formal", "casual"`.
    String expectation() {
        return switch (type) {
            case STRING -> "a string";
            case NUMBER -> "a number";
            case BOOLEAN -> "a boolean";
            case ENUM -> "one of \"" + String.join("\", \"", values) + '"';
            case LIST -> "a list";
            case OBJECT -> "an object";
        };
    }
}
