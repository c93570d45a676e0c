package dev.promptcards.promptfoo.result.file;

import com.fasterxml.jackson.databind.JsonNode;

import dev.promptcards.promptfoo.result.Columns;
import dev.promptcards.promptfoo.result.EvaluateResult;
import dev.promptcards.promptfoo.result.Outcome;
import dev.promptcards.promptfoo.result.RunFacts;

import java.io.IOException;
import java.io.InputStream;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/// Results as one page that needs nothing else: no network, and no script but the filter's few
/// lines. Every text in it is escaped. Rows are written one at a time, since there may be many.
final class HtmlResults implements ResultWriter {

    private final OutputFile file;
    private final RunFacts facts;
    private final Spool spool;
    private final Set<String> variables = new LinkedHashSet<>();
    private boolean described;

    HtmlResults(OutputFile file, RunFacts facts) throws IOException {
        this.file = file;
        this.facts = facts;
        this.spool = new Spool();
    }

    @Override
    public void write(JsonNode execution) throws IOException {
        execution.path("vars").fieldNames().forEachRemaining(variables::add);
        described |= !execution.path("description").asText("").isEmpty();
        spool.add(execution);
    }

    @Override
    public void finish(Ending ending) throws IOException {
        Writer html = file.writer();
        HtmlSummary summary = new HtmlSummary(facts, ending);
        html.write("<!doctype html>\n<html lang=\"en\"><head><meta charset=\"utf-8\">\n");
        html.write("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n");
        // Nothing an output holds could load or run, even if escaping failed somewhere.
        html.write(
                "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none';"
                        + " style-src 'unsafe-inline'; script-src 'unsafe-inline'\">\n");
        html.write("<title>" + XmlText.escaped(summary.title()) + "</title>\n<style>\n");
        html.write(resource("report.css"));
        html.write("</style></head><body>\n");
        html.write(summary.html());
        html.write(
                "<div class=\"bar\"><label><input type=\"checkbox\" id=\"only\"> Only what did not"
                    + " pass</label> <input type=\"search\" id=\"find\" placeholder=\"Find in"
                    + " rows\" aria-label=\"Find in rows\"> <span id=\"shown\"></span></div>\n");
        html.write("<table class=\"cases\">" + headings(ending.columns()) + "<tbody>\n");
        spool.rows(test -> html.write(row(ending.columns(), test)));
        html.write("</tbody></table>\n<script>\n");
        html.write(resource("report.js"));
        html.write("</script>\n</body></html>\n");
        file.finish();
    }

    private String headings(Columns columns) {
        StringBuilder head = new StringBuilder("<thead><tr><th>#</th>");
        if (described) {
            head.append("<th>Description</th>");
        }
        variables.forEach(
                name -> head.append("<th>").append(XmlText.escaped(name)).append("</th>"));
        columns.all()
                .forEach(
                        column ->
                                head.append("<th>")
                                        .append(
                                                XmlText.escaped(
                                                        HtmlCell.cut(column.heading(), 300)))
                                        .append("</th>"));
        return head.append("</tr></thead>").toString();
    }

    private String row(Columns columns, Map<Integer, JsonNode> test) {
        boolean ok = test.values().stream().allMatch(one -> Outcome.of(one) == Outcome.PASSED);
        JsonNode any = test.values().iterator().next();
        StringBuilder row = new StringBuilder(ok ? "<tr class=\"ok\">" : "<tr>");
        row.append("<td class=\"i\">").append(any.path("testIdx").asInt() + 1).append("</td>");
        if (described) {
            row.append(variable(any.path("description").asText("")));
        }
        variables.forEach(
                name -> row.append(variable(EvaluateResult.text(any.path("vars").path(name)))));
        for (int index : columns.indexes()) {
            JsonNode execution = test.get(index);
            row.append(execution == null ? "<td></td>" : HtmlCell.of(execution));
        }
        return row.append("</tr>\n").toString();
    }

    private static String variable(String text) {
        return "<td class=\"v\"><div class=\"t\">%s</div></td>"
                .formatted(XmlText.escaped(HtmlCell.cut(text, HtmlCell.LONGEST)));
    }

    private static String resource(String name) throws IOException {
        try (InputStream in =
                Objects.requireNonNull(HtmlResults.class.getResourceAsStream(name), name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    @Override
    public void close() throws IOException {
        spool.close();
        file.close();
    }
}
