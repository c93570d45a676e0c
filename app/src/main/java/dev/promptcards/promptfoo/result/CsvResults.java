package dev.promptcards.promptfoo.result;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import de.siegmar.fastcsv.writer.CsvWriter;
import de.siegmar.fastcsv.writer.LineDelimiter;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// promptfoo's CSV: a line a test, with its variables and, for each column, the output, the status,
/// the scores and the reason. Which columns there are is known only at the end, so the executions
/// wait in a temporary file.
final class CsvResults implements ResultWriter {

    private static final JsonMapper JSON = new JsonMapper();

    private final OutputFile file;
    private final Path waiting;
    private final BufferedWriter spool;
    private final Columns columns = new Columns();
    private final Set<String> variables = new LinkedHashSet<>();
    private boolean described;

    CsvResults(OutputFile file) throws IOException {
        this.file = file;
        this.waiting = Files.createTempFile("promptcards-results", ".jsonl");
        this.spool = Files.newBufferedWriter(waiting);
    }

    @Override
    public void write(JsonNode execution) throws IOException {
        columns.add(execution);
        execution.path("vars").fieldNames().forEachRemaining(variables::add);
        described |= !execution.path("description").asText("").isEmpty();
        spool.write(execution.toString());
        spool.write('\n');
    }

    @Override
    public void finish(long durationMillis) throws IOException {
        spool.close();
        try (BufferedReader executions = Files.newBufferedReader(waiting);
                CsvWriter csv =
                        CsvWriter.builder().lineDelimiter(LineDelimiter.LF).build(file.writer())) {
            csv.writeRecord(headings());
            Map<Integer, JsonNode> test = new HashMap<>();
            int testIdx = -1;
            for (String line = executions.readLine(); line != null; line = executions.readLine()) {
                JsonNode execution = JSON.readTree(line);
                if (execution.path("testIdx").asInt() != testIdx && !test.isEmpty()) {
                    csv.writeRecord(row(test));
                    test.clear();
                }
                testIdx = execution.path("testIdx").asInt();
                test.put(execution.path("promptIdx").asInt(), execution);
            }
            if (!test.isEmpty()) {
                csv.writeRecord(row(test));
            }
        }
        file.finish();
    }

    private List<String> headings() {
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

    private List<String> row(Map<Integer, JsonNode> test) {
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
        cells.add(present ? CsvCell.score(execution.path("score").asDouble()) : "");
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
        Files.deleteIfExists(waiting);
        file.close();
    }
}
