package dev.promptcards.promptfoo.result.screen;

import com.fasterxml.jackson.databind.JsonNode;

import dev.promptcards.promptfoo.result.CaseName;
import dev.promptcards.promptfoo.result.Columns;
import dev.promptcards.promptfoo.result.EvaluateResult;
import dev.promptcards.promptfoo.result.Outcome;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/// A run as a table on the terminal: the first tests with a cell for each column. Takes executions
/// one at a time and keeps only what it shows.
public final class ResultTable {

    private static final int TESTS_SHOWN = 20;
    private static final int KEPT_OF_A_TEXT = 500;
    private static final int MIN_CELL = 14;
    private static final String GAP = "  ";

    private record Cell(Outcome outcome, String text) {}

    private final Screen screen;
    private final TreeMap<Integer, String> names = new TreeMap<>();
    private final Map<Integer, Map<Integer, Cell>> cells = new TreeMap<>();
    private int tests;
    private int lastTest = -1;

    public ResultTable(Screen screen) {
        this.screen = screen;
    }

    /// Takes one execution, as the server tells it.
    public void add(JsonNode execution) {
        int test = execution.path("testIdx").asInt();
        tests += test != lastTest ? 1 : 0;
        lastTest = test;
        if (names.size() < TESTS_SHOWN || names.containsKey(test)) {
            names.putIfAbsent(test, CaseName.of(execution));
            cells.computeIfAbsent(test, _ -> new TreeMap<>())
                    .put(execution.path("promptIdx").asInt(), cell(execution));
        }
    }

    /// The lines of the table; none if there was no execution.
    ///
    /// @param columns of the run
    public List<String> lines(Columns columns) {
        List<String> lines = new ArrayList<>();
        if (names.isEmpty()) {
            return lines;
        }
        int numbers = String.valueOf(names.lastKey() + 1).length() + 1;
        List<Integer> shown = shownColumns(columns, numbers);
        int width = (screen.width() - numbers) / (shown.size() + 1) - GAP.length();
        lines.add(
                row(
                        screen.bold(" ".repeat(numbers - 1) + "#"),
                        screen.bold(CellText.fit("case", width)),
                        shown.stream()
                                .map(i -> screen.bold(CellText.fit(columns.at(i).heading(), width)))
                                .toList()));
        int all = numbers + (shown.size() + 1) * (width + GAP.length());
        lines.add(screen.dim("─".repeat(Math.min(screen.width(), all))));
        names.forEach(
                (test, name) ->
                        lines.add(
                                row(
                                        screen.dim(number(test, numbers)),
                                        CellText.fit(name, width),
                                        cells(test, shown, width))));
        if (shown.size() < columns.all().size()) {
            lines.add(
                    screen.dim(
                            "… and %,d more columns"
                                    .formatted(columns.all().size() - shown.size())));
        }
        if (tests > names.size()) {
            lines.add(
                    screen.dim(
                            String.format(
                                    Locale.ROOT,
                                    "… and %,d more tests; write them to a file with -o"
                                            + " report.html",
                                    tests - names.size())));
        }
        return lines;
    }

    private List<String> cells(int test, List<Integer> shown, int width) {
        Map<Integer, Cell> row = cells.getOrDefault(test, Map.of());
        return shown.stream().map(column -> painted(row.get(column), width)).toList();
    }

    private static String number(int test, int numbers) {
        String number = String.valueOf(test + 1);
        return " ".repeat(Math.max(0, numbers - number.length())) + number;
    }

    private List<Integer> shownColumns(Columns columns, int numbers) {
        int fit = Math.max(1, (screen.width() - numbers) / (MIN_CELL + GAP.length()) - 1);
        List<Integer> shown = new ArrayList<>(columns.indexes());
        return shown.size() <= fit ? shown : shown.subList(0, fit);
    }

    private static String row(String number, String name, List<String> rest) {
        return (number + GAP + name + GAP + String.join(GAP, rest)).stripTrailing();
    }

    private String painted(@Nullable Cell cell, int width) {
        if (cell == null) {
            return " ".repeat(width);
        }
        String status = cell.outcome() == Outcome.UNKNOWN ? "UNKNOWN" : cell.outcome().status();
        String text = CellText.fit(status + " " + cell.text(), width);
        String head = text.length() > status.length() ? text.substring(0, status.length()) : text;
        return screen.paint(cell.outcome(), head) + text.substring(head.length());
    }

    private static Cell cell(JsonNode execution) {
        Outcome outcome = Outcome.of(execution);
        String text =
                outcome == Outcome.PASSED
                        ? EvaluateResult.text(execution.path("output"))
                        : outcome.message(execution);
        return new Cell(
                outcome,
                text.length() <= KEPT_OF_A_TEXT ? text : text.substring(0, KEPT_OF_A_TEXT));
    }
}
