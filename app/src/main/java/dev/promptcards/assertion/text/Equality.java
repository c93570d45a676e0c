package dev.promptcards.assertion.text;

import com.fasterxml.jackson.databind.JsonNode;

import dev.promptcards.assertion.json.JavaScriptText;
import dev.promptcards.assertion.json.JsonText;
import dev.promptcards.assertion.kind.Finding;
import dev.promptcards.assertion.kind.TextAssertion.Equals;

/// Sameness: of texts, unit by unit; of JSON, by what it says and not by how it is written.
final class Equality {

    private Equality() {}

    static Finding judge(Equals assertion, String output) {
        JsonNode expected = assertion.value();
        if (expected.isMissingNode()) {
            return new Finding.Failed("Expected output to equal a value, and none is given");
        }
        if (!expected.isContainerNode() && !expected.isNull()) {
            String text = JavaScriptText.string(expected);
            return finding(output.equals(text), output, text);
        }
        String text = JavaScriptText.stringify(expected);
        return switch (JsonText.read(output)) {
            case JsonText.Parsed(JsonNode tree) -> finding(same(expected, tree), output, text);
            case JsonText.Invalid() -> finding(false, output, text);
            case JsonText.BeyondLimits(String reason) -> new Finding.Unusable(reason);
        };
    }

    private static boolean same(JsonNode expected, JsonNode actual) {
        return expected.equals(Equality::compareScalars, actual);
    }

    /// Jackson asks this for scalars only; 0 means the same. 1 and 1.0 are one number in JSON.
    private static int compareScalars(JsonNode expected, JsonNode actual) {
        if (!expected.isNumber() || !actual.isNumber()) {
            return expected.equals(actual) ? 0 : 1;
        }
        return expected.isIntegralNumber() && actual.isIntegralNumber()
                ? expected.bigIntegerValue().compareTo(actual.bigIntegerValue())
                : Double.compare(expected.doubleValue(), actual.doubleValue());
    }

    private static Finding finding(boolean holds, String output, String expected) {
        String start = "Expected output \"" + Finding.clip(output) + "\" to ";
        String end = "equal \"" + expected + "\"";
        return Finding.of(holds, start + end, start + "not " + end);
    }
}
