package dev.promptcards.promptfoo.result.file;

import com.fasterxml.jackson.databind.JsonNode;

import dev.promptcards.promptfoo.result.Column;
import dev.promptcards.promptfoo.result.Outcome;
import dev.promptcards.promptfoo.result.RunFacts;

import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;

/// JUnit XML, named and shaped as promptfoo's: a suite a column, `[provider] prompt N`, a case a
/// test. Counts stand before the cases, so these wait in a temporary file for each column.
final class JunitResults implements ResultWriter {

    private record Waiting(Path file, Writer writer) {}

    private final OutputFile file;
    private final RunFacts facts;
    private final Map<Integer, Waiting> waiting = new TreeMap<>();

    JunitResults(OutputFile file, RunFacts facts) {
        this.file = file;
        this.facts = facts;
    }

    @Override
    public void write(JsonNode execution) throws IOException {
        int column = execution.path("promptIdx").asInt();
        Waiting suite = waiting.get(column);
        if (suite == null) {
            Path cases = Files.createTempFile("promptcards-results", ".xml");
            suite = new Waiting(cases, Files.newBufferedWriter(cases));
            waiting.put(column, suite);
        }
        suite.writer().write(JunitCase.rest(execution));
    }

    @Override
    public void finish(Ending ending) throws IOException {
        Writer xml = file.writer();
        int tests = ending.columns().total();
        long millis = ending.columns().all().stream().mapToLong(Column::latencyMillis).sum();
        xml.write("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
        xml.write(
                "<testsuites name=\"promptfoo\" tests=\"%d\" failures=\"%d\" errors=\"%d\" time=\"%s\">\n"
                        .formatted(
                                tests,
                                ending.columns().count(Outcome.FAILED),
                                ending.columns().errors(),
                                JunitCase.seconds(millis)));
        Map<String, Integer> ordinals = new HashMap<>();
        for (var suite : waiting.entrySet()) {
            Column column = ending.columns().at(suite.getKey());
            int ordinal = ordinals.merge(column.provider(), 1, Integer::sum);
            suite.getValue().writer().close();
            write(xml, column, ordinal, suite.getValue().file());
        }
        xml.write("</testsuites>\n");
        file.finish();
    }

    private void write(Writer xml, Column column, int ordinal, Path cases) throws IOException {
        String provider = column.provider().isEmpty() ? "unknown provider" : column.provider();
        String name =
                XmlText.attribute(JunitCase.line("[%s] prompt %d".formatted(provider, ordinal)));
        xml.write(
                "  <testsuite name=\"%s\" tests=\"%d\" failures=\"%d\" errors=\"%d\" skipped=\"0\" time=\"%s\" timestamp=\"%s\">\n"
                        .formatted(
                                name,
                                column.total(),
                                column.count(Outcome.FAILED),
                                column.count(Outcome.ERROR) + column.count(Outcome.UNKNOWN),
                                JunitCase.seconds(column.latencyMillis()),
                                facts.startedAt()));
        try (var lines = Files.newBufferedReader(cases)) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                xml.write(
                        line.startsWith(JunitCase.BEGIN)
                                ? JunitCase.BEGIN
                                        + " classname=\""
                                        + name
                                        + "\""
                                        + line.substring(JunitCase.BEGIN.length())
                                : line);
                xml.write('\n');
            }
        }
        xml.write("  </testsuite>\n");
    }

    @Override
    public void close() throws IOException {
        for (Waiting suite : waiting.values()) {
            suite.writer().close();
            Files.deleteIfExists(suite.file());
        }
        file.close();
    }
}
