package dev.promptcards.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;

import dev.promptcards.OnTestServers;
import dev.promptcards.TestServers;
import dev.promptcards.promptfoo.SharedFolder;

import io.micronaut.runtime.server.EmbeddedServer;
import io.micronaut.test.extensions.junit5.annotation.MicronautTest;

import jakarta.inject.Inject;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.api.parallel.Resources;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

/// `import promptfoo`, `run`, `export promptfoo`: what is kept says what the configuration said.
@MicronautTest
@ResourceLock(Resources.SYSTEM_OUT)
@ResourceLock(Resources.SYSTEM_ERR)
class KeepingTest implements OnTestServers {

    private static final JsonMapper JSON = new JsonMapper();

    @Inject EmbeddedServer server;
    @TempDir Path directory;
    private String workspace;
    private String said = "";
    private String complained = "";

    @BeforeEach
    void newWorkspace() {
        workspace = "w-" + TestServers.workspace();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "01-equals",
                "02-contains",
                "05-regex",
                "06-is-json",
                "19-javascript",
                "21-weights",
                "22-test-threshold",
                "23-metrics",
                "24-assert-set",
                "26-assert-transform",
                "60-default-test-a",
                "62-vars-product-a",
                "63-vars-refs-a",
                "65-template-filters-a",
                "70-prompts-files-a",
                "27-provider-output",
                "74-tests-csv-a",
                "76-tests-files-a",
                "78-js-files-a",
                "79-scoring-function-a",
                "82-scenarios-a",
                "83-derived-metrics-a",
                "84-repeat-a",
                "85-providers-a",
                "89-outputs-a",
                "91-ref-anchors-a",
            })
    void there_and_back_again_every_verdict_is_the_same(String name) throws IOException {
        Path folder = SharedFolder.path("conformance/" + name);
        List<String> before = verdicts("eval", "-c", folder + "/promptfooconfig.yaml");

        assertThat(run("import", "promptfoo", folder + "/promptfooconfig.yaml", "--suite", "kept"))
                .as(complained)
                .isZero();
        Path written = directory.resolve("back/promptfooconfig.yaml");
        Files.createDirectories(written.getParent());
        assertThat(run("export", "promptfoo", "--suite", "kept", "-o", written.toString()))
                .as(complained)
                .isZero();

        assertThat(before).isNotEmpty();
        assertThat(verdicts("run", "kept")).as("run").isEqualTo(before);
        assertThat(verdicts("eval", "-c", written.toString()))
                .as(Files.readString(written))
                .isEqualTo(before);
    }

    @Test
    void a_second_import_makes_new_versions_only_where_something_changed() throws IOException {
        Path config = write("Say {{q}}", "a", "echo");
        assertThat(run("import", "promptfoo", config.toString(), "--card", "greeting")).isZero();
        assertThat(said)
                .containsPattern("card +greeting-first +version 1")
                .containsPattern("card +greeting-second +version 1")
                .containsPattern("suite +keep +revision 1, 1 cases")
                .containsPattern("setup +1 providers +new")
                .contains("promptcards run keep --workspace " + workspace);

        assertThat(run("import", "promptfoo", config.toString(), "--card", "greeting")).isZero();
        assertThat(said)
                .containsPattern("card +greeting-first +unchanged \\(version 1\\)")
                .containsPattern("suite +keep +unchanged \\(revision 1\\), 1 cases")
                .containsPattern("setup +1 providers +unchanged");

        write("Sing {{q}}", "b", "{id: echo, label: loud}");
        assertThat(run("import", "promptfoo", config.toString(), "--card", "greeting")).isZero();
        assertThat(said)
                .containsPattern("card +greeting-first +version 2")
                .containsPattern("card +greeting-second +unchanged \\(version 1\\)")
                .containsPattern("suite +keep +revision 2, 1 cases")
                .containsPattern("setup +1 providers +new");
    }

    @Test
    void no_key_is_kept_or_written_back() throws IOException {
        Path config =
                Files.writeString(
                        Files.createDirectories(directory.resolve("keys")).resolve("c.yaml"),
                        """
                        prompts: ['{{q}}']
                        providers:
                          - {id: 'openai:chat:m', config: {apiKey: sk-secret, temperature: 0.5}}
                        env: {OPENAI_BASE_URL: 'http://127.0.0.1:9', MY_API_KEY: sk-other}
                        tests: [{vars: {q: x}}]
                        """);

        assertThat(run("import", "promptfoo", config.toString(), "--suite", "keys")).isZero();
        assertThat(run("export", "promptfoo", "--suite", "keys")).as(complained).isZero();

        assertThat(said)
                .doesNotContain("sk-")
                .contains("{{env.PROMPTCARDS_SECRET_", "temperature: 0.5", "OPENAI_BASE_URL");
    }

    @Test
    void a_suite_that_was_not_imported_says_what_it_lacks() throws IOException {
        Path config = write("Say {{q}}", "a", "echo");
        assertThat(run("eval", "-c", config.toString())).isZero();

        assertThat(run("export", "promptfoo", "--suite", "keep")).isEqualTo(1);
        assertThat(complained).contains("'keep' was not imported", "promptcards import promptfoo");
        assertThat(run("run", "nowhere")).isEqualTo(1);
        assertThat(complained).contains("there is no suite 'nowhere'");
    }

    @Test
    void a_configuration_that_cannot_be_read_takes_nothing() throws IOException {
        Path config = Files.writeString(directory.resolve("bad.yaml"), "prompts: [");

        assertThat(run("import", "promptfoo", config.toString())).isEqualTo(1);

        assertThat(complained).contains("bad.yaml:1", "Nothing was taken.");
    }

    private Path write(String prompt, String value, String provider) throws IOException {
        Path folder = Files.createDirectories(directory.resolve("keep"));
        return Files.writeString(
                folder.resolve("promptfooconfig.yaml"),
                """
                prompts: [{label: first, raw: '%s'}, {label: second, raw: 'x'}]
                providers: [%s]
                tests: [{vars: {q: %s}}]
                """
                        .formatted(prompt, provider, value));
    }

    /// The verdicts of a command's run, sorted: what the grid says, not in which order.
    private List<String> verdicts(String... command) throws IOException {
        Path out = directory.resolve("out.json");
        List<String> arguments = new ArrayList<>(List.of(command));
        arguments.addAll(List.of("-o", out.toString()));
        assertThat(run(arguments.toArray(String[]::new))).as(complained).isIn(0, 100);
        List<String> verdicts = new ArrayList<>();
        JsonNode json = JSON.readTree(out.toFile());
        for (JsonNode row : json.at("/results/results")) {
            TreeMap<String, Object> vars = new TreeMap<>();
            row.path("vars").properties().forEach(v -> vars.put(v.getKey(), v.getValue()));
            verdicts.add(
                    "%s %s %s %s %s %s %s"
                            .formatted(
                                    row.path("promptIdx"),
                                    row.at("/provider/id"),
                                    vars,
                                    row.path("success"),
                                    row.path("failureReason"),
                                    row.path("score").asDouble(),
                                    // What cannot be carried out may stop at another step.
                                    row.path("failureReason").asInt() == 2
                                            ? ""
                                            : row.at("/prompt/raw")));
        }
        json.at("/results/prompts")
                .forEach(column -> verdicts.add(column.at("/metrics/namedScores").toString()));
        verdicts.sort(null);
        return verdicts;
    }

    private int run(String... command) {
        Command.find(server.getURI(), directory.resolve("data"));
        var arguments = new ArrayList<>(List.of(command));
        arguments.addAll(
                List.of(
                        "--server",
                        server.getURI().toString(),
                        "--data",
                        directory.resolve("data").toString(),
                        "--workspace",
                        workspace));
        var out = new ByteArrayOutputStream();
        var err = new ByteArrayOutputStream();
        var outBefore = System.out;
        var errBefore = System.err;
        System.setOut(new PrintStream(out, true, StandardCharsets.UTF_8));
        System.setErr(new PrintStream(err, true, StandardCharsets.UTF_8));
        try {
            return PromptCards.run(arguments.toArray(String[]::new));
        } finally {
            System.setOut(outBefore);
            System.setErr(errBefore);
            said = out.toString(StandardCharsets.UTF_8);
            complained = err.toString(StandardCharsets.UTF_8);
        }
    }
}
