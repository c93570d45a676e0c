package dev.promptcards.promptfoo.result.screen;

import dev.promptcards.promptfoo.result.compare.ColumnComparison;
import dev.promptcards.promptfoo.result.compare.ColumnComparison.Trend;
import dev.promptcards.promptfoo.result.compare.Comparison;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// What became better and worse since an earlier run.
public final class ComparisonLines {

    private static final int TURNED_SHOWN = 10;

    private ComparisonLines() {}

    public static List<String> of(Comparison comparison, Screen screen) {
        List<String> lines = new ArrayList<>();
        lines.add(screen.bold("Compared with run " + comparison.baseline()));
        for (ColumnComparison column : comparison.columns()) {
            lines.add(
                    "  "
                            + CellText.fit(column.heading(), screen.width() - 4).stripTrailing()
                            + (column.heading().equals(column.before())
                                    ? ""
                                    : screen.dim(
                                            CellText.fit(
                                                            " (was %s)".formatted(column.before()),
                                                            screen.width() - 4)
                                                    .stripTrailing())));
            lines.add("    " + counts(column, screen));
            turned(lines, column, screen);
        }
        comparison
                .onlyNow()
                .forEach(heading -> lines.add("  only in this run: " + plain(heading, screen)));
        comparison
                .onlyBefore()
                .forEach(heading -> lines.add("  only in that run: " + plain(heading, screen)));
        return lines;
    }

    private static String counts(ColumnComparison column, Screen screen) {
        String trend = column.trend().words();
        String painted =
                switch (column.trend()) {
                    case BETTER -> screen.green(trend);
                    case WORSE -> screen.red(trend);
                    case UNCHANGED -> trend;
                    case NOT_DECIDED -> screen.yellow(trend);
                };
        String counts =
                String.format(
                        Locale.ROOT,
                        ": %,d better, %,d worse, %,d unchanged",
                        column.better(),
                        column.worse(),
                        column.unchanged());
        String undecided =
                column.undecided() == 0
                        ? ""
                        : String.format(Locale.ROOT, ", %,d not decided", column.undecided());
        String chance =
                column.trend() == Trend.UNCHANGED
                        ? ""
                        : String.format(Locale.ROOT, " (p = %.3g)", column.pValue());
        return painted + counts + undecided + chance;
    }

    private static void turned(List<String> lines, ColumnComparison column, Screen screen) {
        column.turned().stream()
                .limit(TURNED_SHOWN)
                .forEach(
                        one ->
                                lines.add(
                                        "      "
                                                + (one.better()
                                                        ? screen.green("+")
                                                        : screen.red("-"))
                                                + " "
                                                + plain(one.name(), screen)));
        if (column.turned().size() > TURNED_SHOWN) {
            lines.add(
                    screen.dim(
                            String.format(
                                    Locale.ROOT,
                                    "      … and %,d more; -o report.md lists them",
                                    column.turned().size() - TURNED_SHOWN)));
        }
    }

    private static String plain(String text, Screen screen) {
        return CellText.fit(text, Math.max(20, screen.width() - 20)).stripTrailing();
    }
}
