package dev.promptcards.promptfoo.result;

import com.fasterxml.jackson.databind.JsonNode;

import java.util.stream.Collectors;

/// What people call a case: its description, else its variables.
public final class CaseName {

    private static final int LONGEST = 500;

    private CaseName() {}

    public static String of(JsonNode execution) {
        String description = execution.path("description").asText("");
        return description.isEmpty()
                ? cut(
                        execution.path("vars").properties().stream()
                                .map(
                                        variable ->
                                                variable.getKey()
                                                        + "="
                                                        + cut(
                                                                EvaluateResult.text(
                                                                        variable.getValue())))
                                .collect(Collectors.joining(" ")))
                : cut(description);
    }

    private static String cut(String text) {
        return text.length() <= LONGEST ? text : text.substring(0, LONGEST);
    }
}
