package dev.promptcards.promptfoo.result.file;

import com.fasterxml.jackson.databind.JsonNode;

import java.util.Locale;
import java.util.OptionalDouble;

/// Scores as files show them; one that is absent is not shown, for it is not 0.
final class Figures {

    private Figures() {}

    static String mean(OptionalDouble mean) {
        return mean.isEmpty() ? "" : String.format(Locale.ROOT, "%.3f", mean.getAsDouble());
    }

    /// The score of an execution or a component, with two decimals.
    static String score(JsonNode scored) {
        JsonNode score = scored.path("score");
        return score.isNumber() ? CsvCell.score(score.asDouble()) : "";
    }
}
