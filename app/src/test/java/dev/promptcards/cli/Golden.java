package dev.promptcards.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;

/// What promptfoo made of a configuration, and how our result file differs from it: a row that is
/// missing, or another `success`, `score` or `failureReason`.
record Golden(JsonNode recorded) {

    private static final ObjectMapper JSON = new ObjectMapper();
    /// Scores are recorded with six digits.
    private static final double TOLERANCE = 1.5e-6;

    static Golden read(Path folder) throws IOException {
        return new Golden(JSON.readTree(Files.readString(folder.resolve("golden.json"))));
    }

    /// Empty where a case is left out, on which the code may hang.
    OptionalInt exitCode() {
        return recorded.path("cases").valueStream().anyMatch(Golden::isSkipped)
                ? OptionalInt.empty()
                : OptionalInt.of(recorded.path("exit_code").asInt());
    }

    boolean isRefusal() {
        return recorded.has("cli_error") && recorded.path("cases").isEmpty();
    }

    /// Promptfoo is wrong about the whole of it, or it needs a foreign process.
    boolean isLeftOut() {
        return recorded.path("peer_quirk").asBoolean();
    }

    /// One line a difference.
    List<String> differences(Path results) throws IOException {
        var rows = new HashMap<String, Deque<JsonNode>>();
        for (var row : JSON.readTree(Files.readString(results)).at("/results/results")) {
            rows.computeIfAbsent(
                            key(row, "testIdx", "promptIdx", row.at("/prompt/raw").asText()),
                            _ -> new ArrayDeque<>())
                    .add(row);
        }
        var differences = new ArrayList<String>();
        for (var expected : recorded.path("cases")) {
            var found = take(rows, expected);
            if (isSkipped(expected)) {
                continue;
            }
            var at =
                    "test %s prompt %s: "
                            .formatted(expected.path("test_idx"), expected.path("prompt_idx"));
            if (found == null) {
                differences.add(at + "no row");
                continue;
            }
            for (var field : List.of("success", "score", "failureReason")) {
                if (!agree(expected.path(field), found.path(field))) {
                    differences.add(
                            at
                                    + "%s is %s, promptfoo's is %s (%s)"
                                            .formatted(
                                                    field,
                                                    found.path(field),
                                                    expected.path(field),
                                                    found.path("error").asText("")));
                }
            }
        }
        return differences;
    }

    private @Nullable JsonNode take(Map<String, Deque<JsonNode>> rows, JsonNode expected) {
        var same =
                rows.get(key(expected, "test_idx", "prompt_idx", expected.path("prompt").asText()));
        return same == null ? null : same.poll();
    }

    /// Where files were found by a pattern, promptfoo's order is the file system's.
    private String key(JsonNode row, String test, String prompt, String text) {
        return recorded.path("unordered").asBoolean()
                ? JSON.valueToTree(JSON.convertValue(row.path("vars"), java.util.TreeMap.class))
                        + text.strip()
                : row.path(test) + "/" + row.path(prompt);
    }

    private static boolean isSkipped(JsonNode expected) {
        return expected.path("peer_negation_bug").asBoolean()
                || expected.path("peer_quirk").asBoolean()
                || expected.path("needs").toString().contains("\"python\"");
    }

    private static boolean agree(JsonNode expected, JsonNode found) {
        return expected.isNumber() && found.isNumber()
                ? Math.abs(expected.asDouble() - found.asDouble()) <= TOLERANCE
                : expected.equals(found);
    }
}
