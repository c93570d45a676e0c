package dev.promptcards.promptfoo.result.file;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;

/// Executions that wait in a temporary file until it is known which columns there are.
final class Spool implements AutoCloseable {

    private static final JsonMapper JSON = new JsonMapper();

    private final Path file;
    private final BufferedWriter writer;

    Spool() throws IOException {
        file = Files.createTempFile("promptcards-results", ".jsonl");
        writer = Files.newBufferedWriter(file);
    }

    void add(JsonNode execution) throws IOException {
        writer.write(execution.toString());
        writer.write('\n');
    }

    /// Takes a row of the result table: the executions of one test by their column.
    @FunctionalInterface
    interface Row {
        void take(Map<Integer, JsonNode> test) throws IOException;
    }

    /// Gives the rows in the order they came; nothing can be added afterwards.
    void rows(Row row) throws IOException {
        writer.close();
        try (BufferedReader lines = Files.newBufferedReader(file)) {
            Map<Integer, JsonNode> test = new TreeMap<>();
            int testIdx = -1;
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                JsonNode execution = JSON.readTree(line);
                if (execution.path("testIdx").asInt() != testIdx && !test.isEmpty()) {
                    row.take(test);
                    test.clear();
                }
                testIdx = execution.path("testIdx").asInt();
                test.put(execution.path("promptIdx").asInt(), execution);
            }
            if (!test.isEmpty()) {
                row.take(test);
            }
        }
    }

    @Override
    public void close() throws IOException {
        writer.close();
        Files.deleteIfExists(file);
    }
}
