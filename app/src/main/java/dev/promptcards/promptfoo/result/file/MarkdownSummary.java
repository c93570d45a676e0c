package dev.promptcards.promptfoo.result.file;

import dev.promptcards.promptfoo.result.Column;
import dev.promptcards.promptfoo.result.Columns;
import dev.promptcards.promptfoo.result.Counted;
import dev.promptcards.promptfoo.result.Money;
import dev.promptcards.promptfoo.result.Outcome;
import dev.promptcards.promptfoo.result.RunFacts;
import dev.promptcards.promptfoo.result.compare.ColumnComparison;
import dev.promptcards.promptfoo.result.compare.Comparison;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// The top of a Markdown report: the headline, the figures, the columns, the comparison.
record MarkdownSummary(RunFacts facts, Ending ending) {

    private static final int LINE = 160;
    private static final int TURNED = 40;

    /// @param longest how much it may be; columns beyond that are counted
    String text(int longest) {
        StringBuilder text = new StringBuilder();
        text.append("### ").append(headline()).append("\n\n").append(figures()).append("\n\n");
        text.append("| Column | Passed | Failed | Errors | Pass rate | Mean score | Metrics |\n");
        text.append("| --- | --: | --: | --: | --: | --: | --- |\n");
        int left = 0;
        for (Column column : ending.columns().all()) {
            String row = row(column);
            if (text.length() + row.length() > longest / 2) {
                left++;
            } else {
                text.append(row);
            }
        }
        if (left > 0) {
            text.append("\n… and ").append(left).append(" more columns\n");
        }
        ending.comparison().ifPresent(comparison -> compare(text, comparison, longest));
        return text.toString();
    }

    private String headline() {
        Columns columns = ending.columns();
        String description = facts.config().path("description").asText("");
        boolean passed = columns.count(Outcome.PASSED) == columns.total();
        return String.format(
                Locale.ROOT,
                "%s %,d of %,d passed%s",
                passed ? "✅" : "❌",
                columns.count(Outcome.PASSED),
                columns.total(),
                description.isEmpty() ? "" : ": " + MarkdownText.inline(description, LINE));
    }

    private String figures() {
        Columns columns = ending.columns();
        List<String> figures = new ArrayList<>();
        figures.add("run " + facts.number());
        figures.add(String.format(Locale.ROOT, "%,d failed", columns.count(Outcome.FAILED)));
        figures.add(Counted.of(columns.errors(), "error"));
        figures.add(String.format(Locale.ROOT, "%.1f s", ending.durationMillis() / 1000.0));
        if (columns.tokens() > 0) {
            figures.add(String.format(Locale.ROOT, "%,d tokens", columns.tokens()));
        }
        if (columns.costUsd() > 0) {
            figures.add(Money.usd(columns.costUsd()));
        }
        if (columns.judgesCostUsd() > 0) {
            figures.add("judges " + Money.usd(columns.judgesCostUsd()));
        }
        return String.join(" · ", figures);
    }

    private static String row(Column column) {
        List<String> metrics = new ArrayList<>();
        column.namedScores().forEach((name, sum) -> metrics.add(metric(name, sum)));
        column.derived().forEach((name, value) -> metrics.add(metric(name, value)));
        column.notDerived()
                .forEach(
                        (name, why) ->
                                metrics.add(MarkdownText.inline(name + ": not computed", 60)));
        int total = Math.max(1, column.total());
        return String.format(
                Locale.ROOT,
                "| %s | %,d | %,d | %,d | %.1f %% | %s | %s |\n",
                MarkdownText.inline(column.heading(), LINE),
                column.count(Outcome.PASSED),
                column.count(Outcome.FAILED),
                column.count(Outcome.ERROR) + column.count(Outcome.UNKNOWN),
                100.0 * column.count(Outcome.PASSED) / total,
                Figures.mean(column.meanScore()),
                String.join(", ", metrics));
    }

    private static String metric(String name, double value) {
        return MarkdownText.inline(name, 60) + String.format(Locale.ROOT, " %.3f", value);
    }

    private static void compare(StringBuilder text, Comparison comparison, int longest) {
        text.append("\n#### Compared with run ").append(comparison.baseline()).append("\n\n");
        text.append("| Column | Better | Worse | Unchanged | Not decided | p | |\n");
        text.append("| --- | --: | --: | --: | --: | --: | --- |\n");
        for (ColumnComparison column : comparison.columns()) {
            text.append(
                    String.format(
                            Locale.ROOT,
                            "| %s | %,d | %,d | %,d | %,d | %.4f | **%s** |\n",
                            MarkdownText.inline(column.heading(), LINE),
                            column.better(),
                            column.worse(),
                            column.unchanged(),
                            column.undecided(),
                            column.pValue(),
                            column.trend().words()));
        }
        for (ColumnComparison column : comparison.columns()) {
            if (!column.turned().isEmpty() && text.length() < longest) {
                turned(text, column);
            }
        }
    }

    private static void turned(StringBuilder text, ColumnComparison column) {
        text.append("\n<details><summary>Cases that turned on ");
        text.append(MarkdownText.inline(column.heading(), LINE)).append("</summary>\n\n");
        column.turned().stream()
                .limit(TURNED)
                .forEach(
                        one ->
                                text.append(one.better() ? "- better: " : "- worse: ")
                                        .append(MarkdownText.inline(one.name(), LINE))
                                        .append('\n'));
        if (column.turned().size() > TURNED) {
            text.append("- … and ").append(column.turned().size() - TURNED).append(" more\n");
        }
        text.append("\n</details>\n");
    }
}
