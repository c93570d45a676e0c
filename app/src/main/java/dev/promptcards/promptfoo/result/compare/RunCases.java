package dev.promptcards.promptfoo.result.compare;

import com.fasterxml.jackson.databind.JsonNode;

import dev.promptcards.promptfoo.result.CaseName;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// How the cases of one run came out, by column: a few numbers each.
public final class RunCases {

    private static final int LONGEST_NAME = 120;

    /// @param number its place in the run
    /// @param card the prompt's card, which stays when its text changes
    record Column(
            int number,
            String card,
            String promptLabel,
            String provider,
            String providerLabel,
            Map<String, CaseTally> cases) {

        String heading() {
            return "[%s] %s".formatted(model(), promptLabel);
        }

        String model() {
            return providerLabel.isEmpty() ? provider : providerLabel;
        }
    }

    private final TreeMap<Integer, Column> columns = new TreeMap<>();

    /// Takes one execution, as the server tells it.
    public void add(JsonNode execution) {
        Column column =
                columns.computeIfAbsent(
                        execution.path("promptIdx").asInt(),
                        number ->
                                new Column(
                                        number,
                                        execution.path("card").asText(""),
                                        execution.path("promptLabel").asText(""),
                                        execution.path("provider").asText(""),
                                        execution.path("providerLabel").asText(""),
                                        new LinkedHashMap<>()));
        column.cases()
                .computeIfAbsent(
                        execution.path("caseKey").asText(""), _ -> new CaseTally(name(execution)))
                .add(execution);
    }

    List<Column> columns() {
        return new ArrayList<>(columns.values());
    }

    private static String name(JsonNode execution) {
        String name = CaseName.of(execution);
        return name.length() <= LONGEST_NAME ? name : name.substring(0, LONGEST_NAME - 1) + "…";
    }
}
