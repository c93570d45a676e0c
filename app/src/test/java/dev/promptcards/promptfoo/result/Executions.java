package dev.promptcards.promptfoo.result;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// Executions as the server tells them, for tests.
public final class Executions {

    public static final JsonMapper JSON = new JsonMapper();

    private Executions() {}

    public static ObjectNode one(
            int testIdx, int promptIdx, String outcome, double score, String text) {
        ObjectNode execution = JSON.createObjectNode();
        execution.put("id", "e-%d-%d".formatted(testIdx, promptIdx)).put("caseKey", "k" + testIdx);
        execution.put("testIdx", testIdx).put("promptIdx", promptIdx);
        execution
                .put("provider", "echo")
                .put("providerLabel", "")
                .put("promptLabel", "p" + promptIdx);
        execution.put("prompt", "rendered").put("outcome", outcome).put("score", score);
        execution.put("passed", outcome.equals("passed"));
        boolean judged = outcome.equals("passed") || outcome.equals("failed");
        execution.put("reason", judged ? text : "");
        execution.put("output", judged ? "out " + text : null);
        execution.put("error", judged ? null : text);
        execution.putObject("vars").put("q", "v" + testIdx);
        execution.putObject("metadata");
        execution.putObject("namedScores");
        execution.putArray("components");
        execution.put("executionTimeMs", 10).put("cached", false);
        execution.put("promptTokens", 3).put("completionTokens", 4).put("totalTokens", 7);
        return execution.putNull("costUsd").put("sends", 1);
    }

    /// The rows of a golden file as the server would tell them.
    public static List<JsonNode> ofGolden(Path golden) throws IOException {
        JsonNode json = JSON.readTree(golden.toFile());
        List<JsonNode> executions = new ArrayList<>();
        for (JsonNode row : json.path("cases")) {
            ObjectNode execution =
                    one(
                            row.path("test_idx").asInt(),
                            row.path("prompt_idx").asInt(),
                            List.of("passed", "failed", "error")
                                    .get(row.path("failureReason").asInt()),
                            row.path("score").asDouble(),
                            "");
            JsonNode column = json.path("prompts").path(row.path("prompt_idx").asInt());
            execution.set("promptLabel", column.path("label"));
            for (String key :
                    List.of(
                            "vars",
                            "output",
                            "reason",
                            "error",
                            "prompt",
                            "description",
                            "namedScores",
                            "components")) {
                execution.set(key, row.path(key));
            }
            executions.add(execution);
        }
        return executions;
    }

    public static Columns columns(List<? extends JsonNode> executions) {
        Columns columns = new Columns();
        executions.forEach(columns::add);
        return columns;
    }
}
