package dev.promptcards.promptfoo.result.file;

import com.fasterxml.jackson.databind.JsonNode;

import dev.promptcards.promptfoo.result.EvaluateResult;
import dev.promptcards.promptfoo.result.Money;
import dev.promptcards.promptfoo.result.Outcome;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// The cell of one execution: verdict and score, output, reason, figures; assertions and the prompt
/// folded away.
final class HtmlCell {

    /// Characters of a text that are shown; a page with all of a book in each cell helps nobody.
    static final int LONGEST = 10_000;

    private HtmlCell() {}

    static String of(JsonNode execution) {
        Outcome outcome = Outcome.of(execution);
        String status = outcome == Outcome.UNKNOWN ? "UNKNOWN" : outcome.status();
        StringBuilder cell = new StringBuilder("<td class=\"o " + outcome.status() + "\">");
        cell.append(
                String.format(
                        Locale.ROOT,
                        "<span class=\"s\">%s</span>",
                        (status + " " + Figures.score(execution)).strip()));
        append(cell, "t", EvaluateResult.text(execution.path("output")));
        String reason = execution.path("reason").asText("");
        append(cell, "r", outcome == Outcome.PASSED ? reason : outcome.message(execution));
        append(cell, "m", String.join(" · ", figures(execution)));
        details(cell, execution);
        return cell.append("</td>").toString();
    }

    private static List<String> figures(JsonNode execution) {
        List<String> figures = new ArrayList<>();
        for (var named : execution.path("namedScores").properties()) {
            if (named.getValue().isNumber()) {
                figures.add(named.getKey() + " " + CsvCell.score(named.getValue().asDouble()));
            }
        }
        if (execution.path("executionTimeMs").isNumber()) {
            figures.add("%,d ms".formatted(execution.path("executionTimeMs").asLong()));
        }
        long tokens =
                execution.path("promptTokens").asLong()
                        + execution.path("completionTokens").asLong();
        if (tokens > 0) {
            figures.add(String.format(Locale.ROOT, "%,d tokens", tokens));
        }
        if (execution.path("costUsd").asDouble() > 0) {
            figures.add(Money.usd(execution.path("costUsd").asDouble()));
        }
        if (execution.path("gradingCostUsd").asDouble() > 0) {
            figures.add("judges " + Money.usd(execution.path("gradingCostUsd").asDouble()));
        }
        if (execution.path("cached").asBoolean()) {
            figures.add("cached");
        }
        return figures;
    }

    private static void details(StringBuilder cell, JsonNode execution) {
        cell.append("<details><summary class=\"m\">assertions and prompt</summary>");
        for (JsonNode component : execution.path("components")) {
            JsonNode assertion = component.path("assertion");
            String type = assertion.path("type").asText(component.path("type").asText("assertion"));
            append(
                    cell,
                    "r",
                    String.format(
                            Locale.ROOT,
                            "%s %s%s: %s",
                            component.path("pass").asBoolean() ? "✓" : "✗",
                            type,
                            bracketed(Figures.score(component)),
                            component.path("reason").asText("")));
        }
        append(cell, "t", EvaluateResult.text(execution.path("prompt")));
        cell.append("</details>");
    }

    private static String bracketed(String score) {
        return score.isEmpty() ? "" : " (" + score + ")";
    }

    private static void append(StringBuilder cell, String kind, String text) {
        if (!text.isEmpty()) {
            cell.append("<div class=\"").append(kind).append("\">");
            cell.append(XmlText.escaped(cut(text, LONGEST))).append("</div>");
        }
    }

    static String cut(String text, int longest) {
        return text.length() <= longest
                ? text
                : String.format(
                        Locale.ROOT,
                        "%s… (%,d more characters)",
                        text.substring(0, longest),
                        text.length() - longest);
    }
}
