package dev.promptcards.assertion.json;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import com.fasterxml.jackson.databind.JsonNode;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// JSON values as JavaScript writes them, so that text checks of numbers and objects agree with the
/// suites people already have: 3.0 is `3`, an object has no spaces.
public final class JavaScriptText {

    private JavaScriptText() {}

    /// `String(value)` of a text, number, boolean or null; `JSON.stringify(value)` of the rest.
    public static String string(JsonNode value) {
        return value.isTextual() ? value.textValue() : stringify(value);
    }

    /// `JSON.stringify(value)`.
    public static String stringify(JsonNode value) {
        StringBuilder text = new StringBuilder();
        append(value, text);
        return text.toString();
    }

    private static void append(JsonNode value, StringBuilder text) {
        if (value.isObject()) {
            char before = '{';
            for (Map.Entry<String, JsonNode> member : value.properties()) {
                text.append(before);
                appendQuoted(member.getKey(), text);
                append(member.getValue(), text.append(':'));
                before = ',';
            }
            text.append(value.isEmpty() ? "{}" : "}");
        } else if (value.isArray()) {
            char before = '[';
            for (JsonNode element : value) {
                append(element, text.append(before));
                before = ',';
            }
            text.append(value.isEmpty() ? "[]" : "]");
        } else if (value.isTextual()) {
            appendQuoted(value.textValue(), text);
        } else {
            text.append(
                    value.isFloatingPointNumber() ? number(value.doubleValue()) : value.asText());
        }
    }

    private static void appendQuoted(String text, StringBuilder to) {
        to.append('"').append(JsonStringEncoder.getInstance().quoteAsString(text)).append('"');
    }

    /// Whether `\s` of a regular expression matches it: ECMA-262, WhiteSpace and LineTerminator.
    /// All of it lies in the basic plane.
    public static boolean isSpace(char c) {
        return switch (c) {
            case '\t', '\n', '\u000B', '\f', '\r', '\u2028', '\u2029', '\uFEFF' -> true;
            default -> Character.getType(c) == Character.SPACE_SEPARATOR;
        };
    }

    /// What stands between white space, in order.
    public static List<String> words(String text) {
        List<String> words = new ArrayList<>();
        int start = -1;
        for (int i = 0; i <= text.length(); i++) {
            boolean space = i == text.length() || isSpace(text.charAt(i));
            if (space && start >= 0) {
                words.add(text.substring(start, i));
                start = -1;
            } else if (!space && start < 0) {
                start = i;
            }
        }
        return words;
    }

    /// `value.toFixed(digits)`, halves away from zero.
    public static String fixed(double value, int digits) {
        return Double.isFinite(value)
                ? new BigDecimal(value).setScale(digits, RoundingMode.HALF_UP).toPlainString()
                : number(value);
    }

    /// `String(value)` of a number: the shortest digits that read back as it, with an exponent only
    /// from 1e21 upwards and below 1e-6.
    public static String number(double value) {
        double size = Math.abs(value);
        if (!Double.isFinite(value)) {
            return Double.toString(value);
        }
        if (size == 0) {
            return "0";
        }
        BigDecimal digits = new BigDecimal(Double.toString(value)).stripTrailingZeros();
        if (size >= 1e-6 && size < 1e21) {
            return digits.toPlainString();
        }
        int exponent = digits.precision() - digits.scale() - 1;
        return digits.scaleByPowerOfTen(-exponent).toPlainString()
                + (exponent < 0 ? "e" : "e+")
                + exponent;
    }
}
