package dev.promptcards.promptfoo.result.screen;

import dev.promptcards.promptfoo.result.Column;
import dev.promptcards.promptfoo.result.Columns;
import dev.promptcards.promptfoo.result.Counted;
import dev.promptcards.promptfoo.result.Outcome;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// A line a column: what it got right, drawn and counted, and its metrics below it.
public final class ColumnLines {

    private static final int BAR = 12;
    private static final int MIN_HEADING = 14;
    /// Rate, counts and errors beside the heading.
    private static final int REST = BAR + 38;

    private ColumnLines() {}

    public static List<String> of(Columns columns, Screen screen) {
        int longest =
                columns.all().stream()
                        .mapToInt(column -> CellText.width(column.heading()))
                        .max()
                        .orElse(0);
        int width = Math.max(MIN_HEADING, Math.min(longest, screen.width() - REST));
        List<String> lines = new ArrayList<>();
        for (Column column : columns.all()) {
            lines.add(line(column, width, screen));
            List<String> metrics = metrics(column);
            if (!metrics.isEmpty()) {
                String text = String.join(", ", metrics);
                lines.add(
                        "  " + screen.dim(CellText.fit(text, screen.width() - 2).stripTrailing()));
            }
            column.notDerived()
                    .forEach(
                            (name, why) ->
                                    lines.add(
                                            "  "
                                                    + screen.yellow(
                                                            CellText.fit(
                                                                            "metric %s is missing: %s"
                                                                                    .formatted(
                                                                                            name,
                                                                                            why),
                                                                            screen.width() - 2)
                                                                    .stripTrailing())));
        }
        return lines;
    }

    private static String line(Column column, int width, Screen screen) {
        int passed = column.count(Outcome.PASSED);
        int errors = column.count(Outcome.ERROR) + column.count(Outcome.UNKNOWN);
        int full = (int) Math.round((double) BAR * passed / column.total());
        // Neither all nor nothing is drawn where that is not so.
        full = passed < column.total() ? Math.min(full, BAR - 1) : full;
        full = passed > 0 ? Math.max(full, 1) : full;
        String counts =
                String.format(
                        Locale.ROOT,
                        " %5.1f %%  %,d of %,d%s",
                        100.0 * passed / column.total(),
                        passed,
                        column.total(),
                        errors == 0 ? "" : "  " + Counted.of(errors, "error"));
        return CellText.fit(column.heading(), width)
                + "  "
                + screen.green("█".repeat(full))
                + screen.dim("░".repeat(BAR - full))
                + counts;
    }

    private static List<String> metrics(Column column) {
        List<String> metrics = new ArrayList<>();
        column.namedScores().forEach((name, sum) -> metrics.add(metric(name, sum)));
        column.derived().forEach((name, value) -> metrics.add(metric(name, value)));
        return metrics;
    }

    private static String metric(String name, double value) {
        return String.format(Locale.ROOT, "%s %.3f", name, value);
    }
}
