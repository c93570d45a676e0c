package dev.promptcards.cli.eval;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;

import dev.promptcards.cli.server.CommandFailure;
import dev.promptcards.promptfoo.cases.CaseVars;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;

/// The variables of cases that came out a certain way before, from a result file (`.json` or
/// `.jsonl`, promptfoo's too) or from a run.
public final class EarlierResults {

    /// Which cases are wanted.
    public enum Kind {
        /// Whatever did not pass.
        FAILING,
        /// An answer was judged and did not pass.
        FAILED,
        /// Could not be tried or judged.
        ERRORS;

        private boolean wants(boolean passed, boolean isError) {
            return !passed
                    && switch (this) {
                        case FAILING -> true;
                        case FAILED -> !isError;
                        case ERRORS -> isError;
                    };
        }
    }

    private static final JsonMapper JSON = new JsonMapper();
    private static final int ERROR = 2;

    private EarlierResults() {}

    /// @return in the form of [CaseVars]
    public static Set<String> inFile(Path file, Kind kind) {
        try {
            Set<String> vars = new TreeSet<>();
            if (file.toString().endsWith(".jsonl")) {
                try (var lines = Files.newBufferedReader(file)) {
                    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                        add(JSON.readTree(line), kind, vars);
                    }
                }
                return vars;
            }
            JsonNode results = JSON.readTree(file.toFile()).path("results");
            for (JsonNode result : results.isArray() ? results : results.path("results")) {
                add(result, kind, vars);
            }
            return vars;
        } catch (JsonProcessingException e) {
            throw new CommandFailure(
                    file + ": no result file; eval writes one with -o results.json", e);
        } catch (IOException e) {
            throw new CommandFailure(file + ": cannot be read: " + e.getMessage(), e);
        }
    }

    private static void add(JsonNode result, Kind kind, Set<String> vars) {
        boolean isError = result.path("failureReason").asInt() == ERROR;
        if (kind.wants(result.path("success").asBoolean(), isError)) {
            vars.add(CaseVars.text(result.path("vars")));
        }
    }

    /// @param executions of the run
    public static Set<String> inRun(Iterable<JsonNode> executions, Kind kind) {
        Set<String> vars = new TreeSet<>();
        for (JsonNode execution : executions) {
            String outcome = execution.path("outcome").asText();
            if (kind.wants(outcome.equals("passed"), !outcome.equals("failed"))) {
                vars.add(CaseVars.text(execution.path("vars")));
            }
        }
        return vars;
    }
}
