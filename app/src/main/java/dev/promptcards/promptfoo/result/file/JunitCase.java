package dev.promptcards.promptfoo.result.file;

import com.fasterxml.jackson.databind.JsonNode;

import dev.promptcards.promptfoo.result.EvaluateResult;
import dev.promptcards.promptfoo.result.Outcome;

import java.math.BigDecimal;
import java.math.RoundingMode;

/// A test case of JUnit XML. Lengths are those promptfoo keeps to. The output is shown where the
/// case did not pass, and cut: reports of this kind are kept for long and read by many.
final class JunitCase {

    /// What the element of a case begins with, and no other line does: text is escaped.
    static final String BEGIN = "    <testcase";

    private static final int NAME = 512;
    private static final int MESSAGE = 1024;
    private static final int DETAIL = 8192;

    private JunitCase() {}

    /// The element, without the attribute `classname`: which suite it is in is known at the end.
    static String rest(JsonNode execution) {
        String description = line(execution.path("description").asText(""));
        String name =
                "test %d".formatted(execution.path("testIdx").asInt() + 1)
                        + (description.isEmpty() ? "" : ": " + description);
        String head =
                "%s name=\"%s\" time=\"%s\""
                        .formatted(
                                BEGIN,
                                XmlText.attribute(name),
                                seconds(execution.path("executionTimeMs").asLong()));
        Outcome outcome = Outcome.of(execution);
        return switch (outcome) {
            case PASSED -> head + "/>\n";
            case FAILED -> head + ">\n" + failure(execution, outcome) + "    </testcase>\n";
            case ERROR, UNKNOWN -> head + ">\n" + error(execution, outcome) + "    </testcase>\n";
        };
    }

    private static String failure(JsonNode execution, Outcome outcome) {
        StringBuilder details = new StringBuilder();
        if (execution.path("score").isNumber()) {
            details.append("Score: ").append(number(execution.path("score").asDouble()));
            details.append('\n');
        }
        details.append("Reason: ").append(outcome.message(execution));
        String failed = failedAssertions(execution);
        if (!failed.isEmpty()) {
            details.append("\nFailed assertions:").append(failed);
        }
        return element("failure", "assertion", outcome.message(execution), details.toString())
                + output(execution);
    }

    private static String error(JsonNode execution, Outcome outcome) {
        String message = outcome.message(execution);
        return element("error", "error", message, "Reason: " + message) + output(execution);
    }

    private static String failedAssertions(JsonNode execution) {
        StringBuilder failed = new StringBuilder();
        for (JsonNode component : execution.path("components")) {
            if (!component.path("pass").asBoolean()) {
                String type = component.path("type").asText("assertion");
                failed.append("\n- ")
                        .append(component.path("assertion").path("type").asText(type))
                        .append(": ")
                        .append(line(component.path("reason").asText("")));
            }
        }
        return failed.toString();
    }

    private static String element(String name, String type, String message, String details) {
        return "      <%s message=\"%s\" type=\"%s\">%s</%1$s>\n"
                .formatted(
                        name,
                        XmlText.attribute(cut(oneLine(message), MESSAGE)),
                        type,
                        XmlText.escaped(cut(details, DETAIL)));
    }

    private static String output(JsonNode execution) {
        String output = EvaluateResult.text(execution.path("output"));
        return output.isEmpty()
                ? ""
                : "      <system-out>%s</system-out>\n"
                        .formatted(XmlText.escaped(cut(output, DETAIL)));
    }

    /// One line, as long as a name may be.
    static String line(String text) {
        return cut(oneLine(text), NAME);
    }

    private static String oneLine(String text) {
        return text.replaceAll("\\s+", " ").strip();
    }

    private static String cut(String text, int longest) {
        return text.length() <= longest ? text : text.substring(0, longest - 3) + "...";
    }

    static String seconds(long millis) {
        return number(millis / 1000.0);
    }

    private static String number(double value) {
        return BigDecimal.valueOf(value)
                .setScale(3, RoundingMode.HALF_UP)
                .stripTrailingZeros()
                .toPlainString();
    }
}
