package dev.promptcards.promptfoo.result.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;

import dev.promptcards.problem.Problem;
import dev.promptcards.promptfoo.SharedFolder;
import dev.promptcards.promptfoo.result.EvaluateResult;
import dev.promptcards.promptfoo.result.Executions;
import dev.promptcards.promptfoo.result.RunFacts;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

class ResultFilesTest {

    private static final RunFacts FACTS = Written.FACTS;

    @TempDir Path folder;

    @Test
    void a_csv_is_promptfoos_byte_for_byte() throws IOException {
        Path outputs = SharedFolder.path("conformance/89-outputs-a");
        Path csv = folder.resolve("out.csv");

        Written.write(csv, FACTS, Executions.ofGolden(outputs.resolve("golden.json")));

        assertThat(Files.readString(csv))
                .isEqualTo(Files.readString(outputs.resolve("expected.csv")));
    }

    @Test
    void a_line_of_jsonl_says_what_promptfoos_says() throws IOException {
        Path outputs = SharedFolder.path("conformance/89-outputs-a");
        Path jsonl = folder.resolve("out.jsonl");

        Written.write(jsonl, FACTS, Executions.ofGolden(outputs.resolve("golden.json")));

        List<JsonNode> ours = lines(jsonl);
        // promptfoo writes a line when a row is done, so its lines are in the order rows finished
        // in.
        for (JsonNode theirs : lines(outputs.resolve("expected.jsonl"))) {
            JsonNode same =
                    ours.stream()
                            .filter(line -> line.path("testIdx").equals(theirs.path("testIdx")))
                            .filter(line -> line.path("promptIdx").equals(theirs.path("promptIdx")))
                            .findFirst()
                            .orElseThrow();
            for (String key : List.of("success", "failureReason", "error", "vars", "namedScores")) {
                assertThat(same.path(key).toString().replace(".0", ""))
                        .as(key)
                        .isEqualTo(theirs.path(key).toString());
            }
            for (String pointer :
                    List.of(
                            "/prompt/raw",
                            "/prompt/label",
                            "/provider/id",
                            "/response/output",
                            "/gradingResult/reason",
                            "/gradingResult/pass")) {
                assertThat(same.at(pointer)).as(pointer).isEqualTo(theirs.at(pointer));
            }
        }
        assertThat(ours).hasSize(6);
    }

    @Test
    void json_holds_results_then_columns_then_statistics() throws IOException {
        Path path = folder.resolve("deep/er/out.json");
        Written.write(
                path,
                FACTS,
                List.of(
                        Executions.one(0, 0, "passed", 1, "fine"),
                        Executions.one(0, 1, "failed", 0.25, "Expected x"),
                        Executions.one(1, 0, "error", 0, "boom"),
                        Executions.one(1, 1, "unknown", 0, "connection cut after sending")));

        JsonNode json = Executions.JSON.readTree(path.toFile());

        assertThat(json.path("evalId").asText()).isEqualTo("run-1");
        assertThat(json.at("/results/version").asInt()).isEqualTo(3);
        assertThat(json.at("/results/results")).hasSize(4);
        assertThat(json.at("/results/stats/successes").asInt()).isEqualTo(1);
        assertThat(json.at("/results/stats/failures").asInt()).isEqualTo(1);
        assertThat(json.at("/results/stats/errors").asInt()).isEqualTo(2);
        assertThat(json.at("/results/stats/durationMs").asInt()).isEqualTo(1234);
        assertThat(json.at("/results/stats/tokenUsage/total").asInt()).isEqualTo(28);
        assertThat(json.at("/results/prompts/1/metrics/testErrorCount").asInt()).isEqualTo(1);
        assertThat(json.at("/results/prompts/1/metrics/score").asDouble()).isEqualTo(0.25);
        assertThat(json.at("/config/description").asText()).isEqualTo("d");
        assertThat(json.path("shareableUrl").isNull()).isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "passed, true, 0, ''",
        "failed, false, 1, text",
        "error, false, 2, text",
        "unknown, false, 2, unknown outcome: text",
    })
    void an_outcome_has_promptfoos_number_and_message(
            String outcome, boolean success, int failureReason, String error) {
        JsonNode result = EvaluateResult.of(Executions.one(0, 0, outcome, 0, "text"));

        assertThat(result.path("success").asBoolean()).isEqualTo(success);
        assertThat(result.path("failureReason").asInt()).isEqualTo(failureReason);
        assertThat(result.path("error").asText("")).isEqualTo(error);
        assertThat(result.path("cost").isNull()).as("an unknown price is no 0").isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "=1+1, '''=1+1'",
        "+x, '''+x'",
        "@cmd, '''@cmd'",
        "-2+3, '''-2+3'",
        "-5, -5",
        "+3.5e2, +3.5e2",
        "a=b, a=b"
    })
    void a_cell_cannot_run_as_a_formula(String output, String cell) {
        assertThat(CsvCell.safe(output)).isEqualTo(cell);
    }

    @Test
    void a_row_of_csv_leaves_the_cells_of_columns_it_lacks_empty() throws IOException {
        Path csv = folder.resolve("out.csv");
        Written.write(
                csv,
                FACTS,
                List.of(
                        Executions.one(0, 1, "passed", 1, "r"),
                        Executions.one(1, 0, "error", 0, "boom")));

        assertThat(Files.readAllLines(csv))
                .containsExactly(
                        "q,[echo] p0,Status,Score,Named Scores,Grader Reason,Comment,"
                                + "[echo] p1,Status,Score,Named Scores,Grader Reason,Comment",
                        "v0,,,,,,,out r,PASS,1.00,,r,",
                        "v1,,ERROR,0.00,,boom,,,,,,,");
    }

    @Test
    void a_file_appears_only_when_it_is_finished() throws IOException {
        Path path = folder.resolve("out.json");
        try (ResultWriter writer = OutputFormat.JSON.open(path, FACTS)) {
            writer.write(Executions.one(0, 0, "passed", 1, "x"));
        }

        assertThat(folder).isEmptyDirectory();
    }

    @ParameterizedTest
    @ValueSource(strings = {"out.xlsx", "out", "junit", "out.doc"})
    void a_form_that_is_not_there_is_refused_with_those_that_are(String name) {
        assertThatThrownBy(() -> OutputFormat.of(Path.of(name)))
                .isInstanceOf(Problem.Invalid.class)
                .hasMessageContaining(".json, .jsonl, .yaml")
                .hasMessageContaining(name);
    }

    @ParameterizedTest
    @CsvSource({
        "a.json, JSON",
        "a.JSONL, JSONL",
        "a.yaml, YAML",
        "a.yml, YAML",
        "a.txt, YAML",
        "a.csv, CSV",
        "a.html, HTML",
        "a.xml, XML",
        "a.junit.xml, JUNIT",
        "A.JUnit.XML, JUNIT",
        "junit.xml, XML",
        "a.md, MARKDOWN",
    })
    void a_name_says_in_which_form_results_are_written(String name, OutputFormat format) {
        assertThat(OutputFormat.of(Path.of(name))).isEqualTo(format);
    }

    private static List<JsonNode> lines(Path file) throws IOException {
        try (var lines =
                Executions.JSON.readerFor(JsonNode.class).<JsonNode>readValues(file.toFile())) {
            return lines.readAll();
        }
    }
}
