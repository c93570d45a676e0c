package dev.promptcards.promptfoo;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;

import dev.promptcards.promptfoo.Plan.Check;
import dev.promptcards.promptfoo.cases.Cases;
import dev.promptcards.promptfoo.prompt.PlannedPrompt;
import dev.promptcards.promptfoo.provider.PlannedProvider;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/// Reads promptfoo's own conformance configurations and lays out the rows they would run, to
/// compare with the rows promptfoo itself ran.
class ConformanceReadingTest {

    private static final JsonMapper JSON = new JsonMapper();

    /// Variables from files: promptfoo shows the name of the file, here stands its text.
    private static final Set<String> SHOWN_OTHERWISE = Set.of("64-vars-files-open");

    /// Tests change their variables while they run there.
    private static final Set<String> CHANGED_BY_RUNNING =
            Set.of("26-assert-transform", "81-store-output-a", "94-extensions-open");

    static Stream<Path> folders() throws IOException {
        Path conformance = SharedFolder.path("conformance");
        try (Stream<Path> all = Files.list(conformance)) {
            return all
                    .filter(folder -> Files.exists(folder.resolve("golden.json")))
                    .sorted()
                    .toList()
                    .stream();
        }
    }

    record Row(int testIdx, int promptIdx, JsonNode vars) {}

    @ParameterizedTest
    @MethodSource("folders")
    void reads_the_rows_promptfoo_ran(Path folder) throws IOException {
        String name = folder.getFileName().toString();
        JsonNode golden = JSON.readTree(folder.resolve("golden.json").toFile());
        Reading reading = PromptfooConfig.read(folder.resolve("promptfooconfig.yaml"));

        if (golden.has("cli_error")) {
            assertThat(refused(reading))
                    .as("promptfoo refuses it: %s", golden.path("cli_error"))
                    .isTrue();
            return;
        }
        assertThat(reading).isInstanceOf(Plan.class);
        Plan plan = (Plan) reading;
        Check check = plan.check();
        assertThat(check.refused()).as(check.findings().toString()).isFalse();
        assertThat(labels(plan)).isEqualTo(goldenLabels(golden));
        if (SHOWN_OTHERWISE.contains(name) || CHANGED_BY_RUNNING.contains(name)) {
            assertThat(rows(plan)).hasSize(golden.path("cases").size());
        } else {
            assertThat(rows(plan)).containsExactlyInAnyOrderElementsOf(goldenRows(golden));
        }
    }

    private static boolean refused(Reading reading) {
        return switch (reading) {
            case Reading.Refused _ -> true;
            case Plan plan -> plan.check().refused();
        };
    }

    /// The rows as the server lays them out: tests × repeats × combinations, then providers ×
    /// prompts.
    private static List<Row> rows(Plan plan) {
        int repeats = plan.options().repeat().orElse(1);
        JsonNode defaults = plan.defaults().path("vars");
        List<ObjectNode> cases = cases(plan);
        List<Row> rows = new ArrayList<>();
        for (int position = 0; position < cases.size(); position++) {
            ObjectNode one = cases.get(position);
            int offset = one.path("expansion").path("offset").asInt(0);
            int size = one.path("expansion").path("size").asInt(1);
            ObjectNode vars = ((ObjectNode) defaults).deepCopy();
            vars.setAll((ObjectNode) one.path("vars"));
            for (int repeat = 0; repeat < repeats; repeat++) {
                int testIdx = repeats * (position - offset) + repeat * size + offset;
                for (int promptIdx = 0; promptIdx < labels(plan).size(); promptIdx++) {
                    rows.add(new Row(testIdx, promptIdx, plain(vars)));
                }
            }
        }
        return rows;
    }

    private static List<ObjectNode> cases(Plan plan) {
        List<ObjectNode> list = new ArrayList<>();
        try (Cases cases = plan.cases()) {
            cases.forEachRemaining(list::add);
        }
        return list;
    }

    private static List<String> labels(Plan plan) {
        List<String> labels = new ArrayList<>();
        for (PlannedProvider provider : plan.providers()) {
            for (PlannedPrompt prompt : plan.prompts()) {
                if (provider.prompts().isEmpty()
                        || provider.prompts().get().contains(prompt.label())) {
                    labels.add(withEnvironment(prompt.label()));
                }
            }
        }
        return labels;
    }

    private static List<String> goldenLabels(JsonNode golden) {
        return golden.path("prompts")
                .valueStream()
                .map(prompt -> prompt.path("label").asText())
                .toList();
    }

    private static List<Row> goldenRows(JsonNode golden) {
        return golden.path("cases")
                .valueStream()
                .map(
                        row ->
                                new Row(
                                        row.path("test_idx").asInt(),
                                        row.path("prompt_idx").asInt(),
                                        plain(row.path("vars"))))
                .toList();
    }

    /// Numbers compare by value, and texts that hold JSON without the spaces promptfoo takes out of
    /// them when it renders.
    private static JsonNode plain(JsonNode vars) {
        ObjectNode plain = JSON.createObjectNode();
        for (var entry : vars.properties()) {
            JsonNode value =
                    entry.getValue().isTextual()
                            ? TextNode.valueOf(withEnvironment(entry.getValue().textValue()))
                            : entry.getValue();
            JsonNode held =
                    value.isTextual() ? parsed(value.textValue()) : parsed(value.toString());
            plain.set(
                    entry.getKey(),
                    held.isContainerNode() && value.isTextual()
                            ? TextNode.valueOf(held.toString())
                            : value.isTextual() ? value : held);
        }
        return plain;
    }

    /// promptfoo puts the environment in when it reads; here it stays in the template, out of what
    /// is stored.
    private static String withEnvironment(String template) {
        return template.replaceAll("\\{\\{ *env\\.CONF_WORD *}}", "juniper");
    }

    private static JsonNode parsed(String text) {
        try {
            return JSON.reader()
                    .with(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                    .readTree(text);
        } catch (IOException _) {
            return MissingNode.getInstance();
        }
    }
}
