package dev.promptcards.promptfoo.result;

import com.fasterxml.jackson.databind.JsonNode;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/// A run as a table on the terminal: the first tests with a cell for each column, then a line for
/// each column with what it got right. Takes executions one at a time and keeps only what it shows.
public final class ResultTable {

    private static final int TESTS_SHOWN = 20;
    private static final int KEPT_OF_A_TEXT = 500;
    private static final int MIN_CELL = 14;
    private static final String GAP = "  ";

    private record Cell(Outcome outcome, String text) {}

    private final Screen screen;
    private final Columns columns = new Columns();
    private final TreeMap<Integer, String> names = new TreeMap<>();
    private final Map<Integer, Map<Integer, Cell>> cells = new TreeMap<>();
    private int tests;
    private int lastTest = -1;

    public ResultTable(Screen screen) {
        this.screen = screen;
    }

    /// Takes one execution, as the server tells it.
    public void add(JsonNode execution) {
        columns.add(execution);
        int test = execution.path("testIdx").asInt();
        tests += test != lastTest ? 1 : 0;
        lastTest = test;
        if (names.size() < TESTS_SHOWN || names.containsKey(test)) {
            names.putIfAbsent(test, name(execution));
            cells.computeIfAbsent(test, _ -> new TreeMap<>())
                    .put(execution.path("promptIdx").asInt(), cell(execution));
        }
    }

    /// How many executions ended in an assertion that failed, an error or an unknown outcome.
    public int notPassed() {
        return columns.count(Outcome.FAILED)
                + columns.count(Outcome.ERROR)
                + columns.count(Outcome.UNKNOWN);
    }

    public int passed() {
        return columns.count(Outcome.PASSED);
    }

    /// The lines of the table; none if there was no execution.
    public List<String> lines() {
        List<String> lines = new ArrayList<>();
        if (names.isEmpty()) {
            return lines;
        }
        int numbers = String.valueOf(names.lastKey()).length() + 1;
        List<Integer> shown = shownColumns(numbers);
        int width = (screen.width() - numbers) / (shown.size() + 1) - GAP.length();
        lines.add(
                row(
                        "#",
                        numbers,
                        "case",
                        shown.stream()
                                .map(i -> CellText.fit(columns.at(i).heading(), width))
                                .toList(),
                        width));
        lines.add(
                "─"
                        .repeat(
                                Math.min(
                                        screen.width(),
                                        numbers + (shown.size() + 1) * (width + GAP.length()))));
        names.forEach(
                (test, name) ->
                        lines.add(
                                row(
                                        String.valueOf(test),
                                        numbers,
                                        name,
                                        shown.stream()
                                                .map(
                                                        i ->
                                                                painted(
                                                                        cells.getOrDefault(
                                                                                        test,
                                                                                        Map.of())
                                                                                .get(i),
                                                                        width))
                                                .toList(),
                                        width)));
        if (tests > names.size()) {
            lines.add(
                    String.format(
                            Locale.ROOT,
                            "… and %,d more tests; write them to a file with -o results.json",
                            tests - names.size()));
        }
        lines.add("");
        lines.addAll(columnLines());
        return lines;
    }

    private List<Integer> shownColumns(int numbers) {
        int fit = Math.max(1, (screen.width() - numbers) / (MIN_CELL + GAP.length()) - 1);
        List<Integer> shown = new ArrayList<>();
        columns.indexes().forEach(shown::add);
        return shown.size() <= fit ? shown : shown.subList(0, fit);
    }

    private String row(String number, int numbers, String name, List<String> rest, int width) {
        return " ".repeat(Math.max(0, numbers - number.length()))
                + number
                + GAP
                + CellText.fit(name, width)
                + rest.stream()
                        .map(cell -> GAP + cell)
                        .collect(Collectors.joining())
                        .stripTrailing();
    }

    private String painted(@Nullable Cell cell, int width) {
        if (cell == null) {
            return " ".repeat(width);
        }
        String status = cell.outcome() == Outcome.UNKNOWN ? "UNKNOWN" : cell.outcome().status();
        String text = CellText.fit(status + " " + cell.text(), width);
        String head = text.length() > status.length() ? text.substring(0, status.length()) : text;
        return paint(cell.outcome(), head) + text.substring(head.length());
    }

    private String paint(Outcome outcome, String text) {
        return switch (outcome) {
            case PASSED -> screen.green(text);
            case FAILED -> screen.red(text);
            case ERROR, UNKNOWN -> screen.yellow(text);
        };
    }

    private List<String> columnLines() {
        int width = Math.max(MIN_CELL, Math.min(60, screen.width() - 40));
        List<String> lines = new ArrayList<>();
        lines.add(CellText.fit("column", width) + "   passed      of    rate  errors");
        for (Column column : columns.all()) {
            int errors = column.count(Outcome.ERROR) + column.count(Outcome.UNKNOWN);
            lines.add(
                    CellText.fit(column.heading(), width)
                            + String.format(
                                    Locale.ROOT,
                                    " %,8d %,7d %6.1f%% %7d",
                                    column.count(Outcome.PASSED),
                                    column.total(),
                                    100.0 * column.count(Outcome.PASSED) / column.total(),
                                    errors));
        }
        return lines;
    }

    private static String name(JsonNode execution) {
        String description = execution.path("description").asText("");
        return description.isEmpty()
                ? execution.path("vars").properties().stream()
                        .map(
                                entry ->
                                        entry.getKey()
                                                + "="
                                                + cut(EvaluateResult.text(entry.getValue())))
                        .collect(Collectors.joining(" "))
                : cut(description);
    }

    private static Cell cell(JsonNode execution) {
        Outcome outcome = Outcome.of(execution);
        String text =
                outcome == Outcome.PASSED
                        ? EvaluateResult.text(execution.path("output"))
                        : outcome.message(execution);
        return new Cell(outcome, cut(text));
    }

    private static String cut(String text) {
        return text.length() <= KEPT_OF_A_TEXT ? text : text.substring(0, KEPT_OF_A_TEXT);
    }
}
