package dev.promptcards.promptfoo.result.screen;

import com.fasterxml.jackson.databind.JsonNode;

import dev.promptcards.promptfoo.result.CaseName;
import dev.promptcards.promptfoo.result.Outcome;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// The first executions that did not pass, each with its reason in one line.
public final class FailureLines {

    private static final int SHOWN = 5;
    private static final int KEPT_OF_A_TEXT = 500;
    private static final int LONGEST_NAME = 40;

    private final Screen screen;
    private final List<String> lines = new ArrayList<>();
    private int failures;

    public FailureLines(Screen screen) {
        this.screen = screen;
    }

    /// Takes one execution, as the server tells it.
    public void add(JsonNode execution) {
        Outcome outcome = Outcome.of(execution);
        if (outcome == Outcome.PASSED) {
            return;
        }
        failures++;
        if (failures <= SHOWN) {
            lines.add(line(execution, outcome));
        }
    }

    /// The lines with a heading; none if everything passed.
    public List<String> lines() {
        if (failures == 0) {
            return List.of();
        }
        List<String> all = new ArrayList<>();
        all.add(screen.bold("What did not pass"));
        all.addAll(lines);
        if (failures > SHOWN) {
            all.add(screen.dim(String.format(Locale.ROOT, "  … and %,d more", failures - SHOWN)));
        }
        return all;
    }

    private String line(JsonNode execution, Outcome outcome) {
        String message = firstReason(execution, outcome);
        String name = CellText.fit(CaseName.of(execution), LONGEST_NAME).strip();
        String text =
                "%d, %s: %s"
                        .formatted(
                                execution.path("testIdx").asInt() + 1,
                                name,
                                message.substring(0, Math.min(message.length(), KEPT_OF_A_TEXT)));
        String mark = outcome == Outcome.FAILED ? "✗" : "!";
        return "  "
                + screen.paint(outcome, mark)
                + " "
                + CellText.fit(text, screen.width() - 4).stripTrailing();
    }

    /// The reason of the first assertion that failed, else what the execution says.
    private static String firstReason(JsonNode execution, Outcome outcome) {
        if (outcome == Outcome.FAILED) {
            for (JsonNode component : execution.path("components")) {
                String reason = component.path("reason").asText("");
                if (!component.path("pass").asBoolean(true) && !reason.isEmpty()) {
                    String type = component.path("assertion").path("type").asText("");
                    return type.isEmpty() ? reason : type + ": " + reason;
                }
            }
        }
        return outcome.message(execution);
    }
}
