package dev.promptcards.promptfoo.result.file;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import de.siegmar.fastcsv.writer.CsvWriter;
import de.siegmar.fastcsv.writer.LineDelimiter;

import dev.promptcards.promptfoo.result.Column;
import dev.promptcards.promptfoo.result.Columns;
import dev.promptcards.promptfoo.result.EvaluateResult;
import dev.promptcards.promptfoo.result.Outcome;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// promptfoo's CSV: a line a test, with its variables and, for each column, the output, the status,
/// the scores and the reason. Which columns there are is known only at the end.
final class CsvResults implements ResultWriter {

    private static final JsonMapper JSON = new JsonMapper();

    private final OutputFile file;
    private final Spool spool;
    private final Set<String> variables = new LinkedHashSet<>();
    private boolean described;

    CsvResults(OutputFile file) throws IOException {
        this.file = file;
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
        Columns columns = ending.columns();
        try (CsvWriter csv =
                CsvWriter.builder().lineDelimiter(LineDelimiter.LF).build(file.writer())) {
            csv.writeRecord(headings(columns));
            spool.rows(test -> csv.writeRecord(row(columns, test)));
        }
        file.finish();
    }

    private List<String> headings(Columns columns) {
        List<String> headings = new ArrayList<>();
        if (described) {
            headings.add("Description");
        }
        headings.addAll(variables);
        for (Column column : columns.all()) {
            headings.addAll(List.of(column.heading(), "Status", "Score", "Named Scores"));
            column.metricNames().forEach(name -> headings.add("Metric: " + name));
            headings.addAll(List.of("Grader Reason", "Comment"));
        }
        return headings.stream().map(CsvCell::safe).toList();
    }

    private List<String> row(Columns columns, Map<Integer, JsonNode> test) {
        List<String> cells = new ArrayList<>();
        JsonNode any = test.values().iterator().next();
        if (described) {
            cells.add(any.path("description").asText(""));
        }
        variables.forEach(name -> cells.add(EvaluateResult.text(any.path("vars").path(name))));
        for (int index : columns.indexes()) {
            JsonNode execution = test.get(index);
            addCells(
                    cells,
                    columns.at(index),
                    execution == null ? MissingNode.getInstance() : execution);
        }
        return cells.stream().map(CsvCell::safe).toList();
    }

    private static void addCells(List<String> cells, Column column, JsonNode execution) {
        boolean present = !execution.isMissingNode();
        Outcome outcome = Outcome.of(execution);
        cells.add(EvaluateResult.text(execution.path("output")));
        cells.add(present ? outcome.status() : "");
        cells.add(Figures.score(execution));
        cells.add(namedScores(execution.path("namedScores")));
        for (String name : column.metricNames()) {
            JsonNode score = execution.path("namedScores").path(name);
            cells.add(score.isNumber() ? CsvCell.score(score.asDouble()) : "");
        }
        String reason = execution.path("reason").asText("");
        cells.add(outcome == Outcome.PASSED || !present ? reason : outcome.message(execution));
        cells.add("");
    }

    private static String namedScores(JsonNode scores) {
        ObjectNode rounded = JSON.createObjectNode();
        for (var named : scores.properties()) {
            double score = Math.round(named.getValue().asDouble() * 100) / 100.0;
            if (score == Math.rint(score)) {
                rounded.put(named.getKey(), (long) score);
            } else {
                rounded.put(named.getKey(), score);
            }
        }
        return rounded.isEmpty() ? "" : rounded.toString();
    }

    @Override
    public void close() throws IOException {
        spool.close();
        file.close();
    }
}
