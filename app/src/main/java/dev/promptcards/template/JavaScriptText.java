package dev.promptcards.template;

import com.fasterxml.jackson.databind.JsonNode;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// What JavaScript's `String(value)` makes of a JSON value.
final class JavaScriptText {

    private static final long LARGEST_EXACT = 1L << 53;

    private JavaScriptText() {}

    /// Empty for the numbers whose text has an exponent and for containers.
    static Optional<String> ofPlain(JsonNode value) {
        return switch (value.getNodeType()) {
            case STRING -> Optional.of(value.textValue());
            case BOOLEAN -> Optional.of(value.booleanValue() ? "true" : "false");
            case NUMBER -> ofNumber(value);
            default -> Optional.empty();
        };
    }

    static String of(JsonNode value) {
        if (value.isArray()) {
            List<String> items = new ArrayList<>();
            value.forEach(item -> items.add(item.isNull() ? "" : of(item)));
            return String.join(",", items);
        }
        return value.isObject() ? "[object Object]" : ofPlain(value).orElseGet(value::asText);
    }

    /// ECMA-262, Number::toString: the shortest digits that name the number, without an exponent
    /// from 1e-6 up to 1e21. Java finds the same digits but sets the point elsewhere.
    private static Optional<String> ofNumber(JsonNode value) {
        if (value.canConvertToExactIntegral() && value.canConvertToLong()) {
            long number = value.longValue();
            if (Math.abs(number) <= LARGEST_EXACT) {
                return Optional.of(Long.toString(number));
            }
        }
        double number = value.doubleValue();
        double size = Math.abs(number);
        if (value.isFloat() || size < 1e-6 || size >= 1e21 || Double.isNaN(number)) {
            return Optional.empty();
        }
        BigDecimal shortest = new BigDecimal(Double.toString(number));
        return Optional.of(shortest.stripTrailingZeros().toPlainString());
    }
}
