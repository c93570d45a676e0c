package dev.promptcards.promptfoo.result.file;

import dev.promptcards.promptfoo.result.Column;
import dev.promptcards.promptfoo.result.Columns;
import dev.promptcards.promptfoo.result.Counted;
import dev.promptcards.promptfoo.result.Outcome;
import dev.promptcards.promptfoo.result.RunFacts;
import dev.promptcards.promptfoo.result.compare.ColumnComparison;
import dev.promptcards.promptfoo.result.compare.Comparison;

import java.util.Locale;

/// What stands above the rows of a page: the headline, the columns' sums, the comparison.
record HtmlSummary(RunFacts facts, Ending ending) {

    String title() {
        String description = facts.config().path("description").asText("");
        return description.isEmpty() ? "Results of run " + facts.number() : description;
    }

    String html() {
        Columns columns = ending.columns();
        StringBuilder html = new StringBuilder();
        html.append("<h1>").append(XmlText.escaped(title())).append("</h1>\n");
        html.append(
                String.format(
                        Locale.ROOT,
                        "<p class=\"about\">%,d of %,d passed · %,d failed · %s · %.1f s ·"
                                + " %s</p>\n",
                        columns.count(Outcome.PASSED),
                        columns.total(),
                        columns.count(Outcome.FAILED),
                        Counted.of(columns.errors(), "error"),
                        ending.durationMillis() / 1000.0,
                        XmlText.escaped(facts.startedAt().toString())));
        html.append(
                "<table class=\"sums\"><thead><tr><th>Column</th><th>Passed</th><th>Failed</th>"
                        + "<th>Errors</th><th>Pass rate</th><th>Mean score</th><th>Metrics</th>"
                        + "</tr></thead><tbody>\n");
        columns.all().forEach(column -> html.append(sums(column)));
        html.append("</tbody></table>\n");
        ending.comparison().ifPresent(comparison -> html.append(compared(comparison)));
        return html.toString();
    }

    private static String sums(Column column) {
        StringBuilder metrics = new StringBuilder();
        column.namedScores().forEach((name, sum) -> metric(metrics, name, sum));
        column.derived().forEach((name, value) -> metric(metrics, name, value));
        column.notDerived()
                .forEach(
                        (name, why) ->
                                metrics.append(
                                        XmlText.escaped(
                                                "%s: not computed, %s ".formatted(name, why))));
        int total = Math.max(1, column.total());
        return String.format(
                Locale.ROOT,
                "<tr><td>%s</td><td class=\"n\">%,d</td><td class=\"n\">%,d</td><td class=\"n\">%,d"
                        + "</td><td class=\"n\">%.1f %%</td><td class=\"n\">%s</td><td>%s</td>"
                        + "</tr>\n",
                XmlText.escaped(HtmlCell.cut(column.heading(), 300)),
                column.count(Outcome.PASSED),
                column.count(Outcome.FAILED),
                column.count(Outcome.ERROR) + column.count(Outcome.UNKNOWN),
                100.0 * column.count(Outcome.PASSED) / total,
                Figures.mean(column.meanScore()),
                metrics);
    }

    private static void metric(StringBuilder metrics, String name, double value) {
        metrics.append(XmlText.escaped(String.format(Locale.ROOT, "%s %.3f  ", name, value)));
    }

    private static String compared(Comparison comparison) {
        StringBuilder html = new StringBuilder();
        html.append("<h2>Compared with run ")
                .append(XmlText.escaped(comparison.baseline()))
                .append("</h2>\n<table class=\"sums\"><thead><tr><th>Column</th><th>Better</th>")
                .append("<th>Worse</th><th>Unchanged</th><th>Not decided</th><th>p</th><th></th>")
                .append("</tr></thead><tbody>\n");
        for (ColumnComparison column : comparison.columns()) {
            html.append(
                    String.format(
                            Locale.ROOT,
                            "<tr><td>%s</td><td class=\"n\">%,d</td><td class=\"n\">%,d</td><td"
                                    + " class=\"n\">%,d</td><td class=\"n\">%,d</td><td"
                                    + " class=\"n\">%.4f</td><td>%s</td></tr>\n",
                            XmlText.escaped(HtmlCell.cut(column.heading(), 300)),
                            column.better(),
                            column.worse(),
                            column.unchanged(),
                            column.undecided(),
                            column.pValue(),
                            column.trend().words()));
        }
        return html.append("</tbody></table>\n").toString();
    }
}
