package dev.promptcards.run.imported;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assumptions.assumeThat;

import static java.util.Objects.requireNonNull;

import dev.promptcards.Api;
import dev.promptcards.OnTestServers;
import dev.promptcards.TestServers;

import io.micronaut.runtime.server.EmbeddedServer;
import io.micronaut.test.extensions.junit5.annotation.MicronautTest;

import jakarta.inject.Inject;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.zip.GZIPInputStream;

/// What others published about real executions comes out of the report on models.
@MicronautTest
class RealDataTest implements OnTestServers {

    private static final Path DATA = Path.of("../../shared/data");

    @Inject EmbeddedServer server;
    private Api api;
    private String root;

    @BeforeEach
    void newWorkspace() {
        assumeThat(DATA).exists();
        api = new Api(server.getURI());
        root = "/api/v1/workspaces/w-" + TestServers.workspace();
    }

    @Test
    void the_published_mean_scores_of_57_models() throws IOException {
        var file = DATA.resolve("alpaca/executions.csv.gz");
        bring(Files.readAllBytes(file), 46_680);

        var models = models("");

        assertThat(models).hasSize(58);
        var published = Files.readAllLines(DATA.resolve("alpaca/published.csv"));
        assertThat(published).hasSize(58);
        for (var line : published.subList(1, published.size())) {
            var cells = line.split(",");
            assertThat(100 * number(models.get(cells[0]), "mean_score"))
                    .as(cells[0])
                    .isCloseTo(Double.parseDouble(cells[2]), within(0.01));
        }
        unpriced(file)
                .forEach(
                        (model, calls) ->
                                assertThat(models.get(model))
                                        .as(model)
                                        .containsEntry("unpriced", calls.toString()));
        assertThat(models.get("FuseChat-Gemma-2-9B-Instruct"))
                .as("neither time nor cost was recorded")
                .containsEntry("avg_latency_ms", "")
                .containsEntry("latency_p95_ms", "")
                .containsEntry("cost_usd", "")
                .containsEntry("cost_per_call_usd", "");
    }

    @Test
    void the_published_pass_rates_of_GSM8K_and_a_difference_judged_on_the_paired_cases()
            throws IOException {
        var labels = Files.readAllLines(DATA.resolve("gsm8k/labels.csv"));
        var names = labels.getFirst().split(",");
        var text = new StringBuilder("card,case_id,model,passed\n");
        for (var line : labels.subList(1, labels.size())) {
            var cells = line.split(",");
            for (int i = 1; i < names.length; i++) {
                text.append("gsm8k,%s,%s,%s\n".formatted(cells[0], names[i], cells[i]));
            }
        }
        bring(text.toString().getBytes(StandardCharsets.UTF_8), 5_276);

        var models = models("&baseline=175b_finetuning");

        assertThat(models)
                .hasSize(4)
                .allSatisfy((_, row) -> assertThat(row).containsEntry("executions", "1319"))
                .allSatisfy((_, row) -> assertThat(row).containsEntry("mean_score", ""));
        assertThat(models.get("6b_finetuning")).containsEntry("passed", "286");
        assertThat(models.get("6b_verification")).containsEntry("passed", "515");
        assertThat(models.get("175b_finetuning")).containsEntry("passed", "458");
        assertThat(models.get("175b_verification")).containsEntry("passed", "742");
        var difference = models.get("6b_verification");
        assertThat(difference)
                .containsEntry("paired_cases", "1319")
                .containsEntry("better", "209")
                .containsEntry("worse", "152");
        assertThat(number(difference, "pass_rate_difference"))
                .isCloseTo((515 - 458) / 1319.0, within(1e-12));
        assertThat(number(difference, "p_value"))
                .as("the sum of the binomial distribution, worked out exactly")
                .isCloseTo(0.0031506568803606, within(1e-9));
        assertThat(models.get("175b_finetuning")).containsEntry("p_value", "");
        assertThat(requireNonNull(models.get("175b_verification")).get("p_value"))
                .matches("2\\.89\\d*E-45");
    }

    private void bring(byte[] file, int executions) {
        var answer =
                api.stream(
                        "POST", root + "/runs/import", new ByteArrayInputStream(file), "text/csv");
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        assertThat(answer.json().path("added").asInt()).isEqualTo(executions);
    }

    /// The rows of the report, by model.
    private Map<String, Map<String, String>> models(String more) {
        var answer = api.get(root + "/analytics/models?window=all&format=csv" + more);
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        var lines = answer.text().split("\r\n");
        var columns = lines[0].split(",");
        var models = new HashMap<String, Map<String, String>>();
        for (int i = 1; i < lines.length; i++) {
            var cells = lines[i].split(",", -1);
            var row = new HashMap<String, String>();
            for (int c = 0; c < columns.length; c++) {
                row.put(columns[c], cells[c]);
            }
            models.put(cells[0], row);
        }
        return models;
    }

    private static double number(@Nullable Map<String, String> row, String column) {
        return Double.parseDouble(requireNonNull(requireNonNull(row).get(column)));
    }

    /// How many calls of each model have no cost in the file, whose last column it is.
    private static Map<String, Integer> unpriced(Path file) throws IOException {
        var unpriced = new HashMap<String, Integer>();
        try (var in = new GZIPInputStream(Files.newInputStream(file));
                var lines = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
            lines.lines()
                    .skip(1)
                    .forEach(
                            line ->
                                    unpriced.merge(
                                            line.split(",")[2],
                                            line.endsWith(",") ? 1 : 0,
                                            Integer::sum));
        }
        return unpriced;
    }
}
