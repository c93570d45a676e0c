package dev.promptcards.assertion;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;
import static org.junit.jupiter.api.DynamicContainer.dynamicContainer;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.promptcards.assertion.judge.Judge;
import dev.promptcards.assertion.script.TransformResult;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.TestFactory;
import org.yaml.snakeyaml.Yaml;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/// promptfoo's own verdicts on suites written to show what each kind means. Ours must be the same.
class ConformanceTest {

    private static final List<String> FOLDERS =
            List.of(
                    "01-equals",
                    "02-contains",
                    "03-contains-any-all",
                    "04-starts-with",
                    "05-regex",
                    "06-is-json",
                    "07-contains-json",
                    "08-is-xml",
                    "09-html",
                    "10-sql",
                    "11-is-refusal",
                    "12-levenshtein",
                    "13-rouge-n",
                    "14-bleu",
                    "15-gleu",
                    "16-meteor",
                    "17-word-count",
                    "18-latency-cost-echo",
                    "19-javascript",
                    "20-javascript-threshold-not",
                    "21-weights",
                    "22-test-threshold",
                    "23-metrics",
                    "24-assert-set",
                    "25-no-assert",
                    "26-assert-transform",
                    "27-provider-output",
                    "40-tools-call",
                    "41-function-call",
                    "42-finish-reason",
                    "43-cost",
                    "44-perplexity",
                    "53-openai-outputs",
                    "60-default-test-a",
                    "65-template-filters-a",
                    "78-js-files-a",
                    "79-scoring-function-a",
                    "87-errors-a");

    private static final Workbench BENCH = new Workbench();

    @AfterAll
    static void close() {
        BENCH.close();
    }

    @TestFactory
    Stream<DynamicNode> verdicts_agree_with_promptfoo() {
        Optional<Path> conformance = SharedFolder.find("conformance");
        assumeTrue(conformance.isPresent(), "the folder of recorded verdicts is not here");
        return FOLDERS.stream()
                .map(name -> dynamicContainer(name, cases(conformance.get().resolve(name))));
    }

    private static Stream<DynamicNode> cases(Path folder) {
        JsonNode golden = Workbench.json(read(folder.resolve("golden.json")));
        String written = read(folder.resolve("promptfooconfig.yaml"));
        JsonNode config =
                ScriptFiles.inlined(
                        Workbench.MAPPER.valueToTree(new Yaml().<Object>load(written)), folder);
        return StreamSupport.stream(golden.path("cases").spliterator(), false)
                .filter(ConformanceTest::isOurs)
                .map(
                        verdict -> {
                            ObjectNode test = merged(config, verdict.path("test_idx").asInt());
                            String name = verdict.path("test_idx") + " " + test.path("assert");
                            return dynamicTest(name, () -> compare(config, verdict, test));
                        });
    }

    /// Left out: where promptfoo is wrong by its own account, and errors before there is an output.
    private static boolean isOurs(JsonNode verdict) {
        String error = verdict.path("error").asText();
        return !verdict.path("peer_negation_bug").asBoolean()
                && !verdict.path("peer_quirk").asBoolean()
                && !error.startsWith("API error")
                && !error.startsWith("Template render error");
    }

    private static void compare(JsonNode config, JsonNode verdict, ObjectNode test) {
        agree(verdict, grade(config, verdict, test));
    }

    /// Fails unless `grade` is what promptfoo recorded.
    static void agree(JsonNode verdict, Grade grade) {
        assertThat(grade.passed())
                .as(grade.reason())
                .isEqualTo(verdict.path("success").asBoolean());
        assertThat(grade.score()).isCloseTo(verdict.path("score").asDouble(), within(1.5e-6));
        assertThat(grade.errored() ? 2 : grade.passed() ? 0 : 1)
                .as("failureReason, of: " + grade.reason())
                .isEqualTo(verdict.path("failureReason").asInt());
        Map<String, Double> names =
                Workbench.MAPPER.convertValue(
                        verdict.path("namedScores"),
                        Workbench.MAPPER
                                .getTypeFactory()
                                .constructMapType(Map.class, String.class, Double.class));
        assertThat(grade.namedScores()).hasSameSizeAs(names);
        names.forEach(
                (n, s) -> assertThat(grade.namedScores().get(n)).isCloseTo(s, within(1.5e-6)));
        if (!grade.errored()) {
            assertThat(grade.components().stream().map(c -> outcome(c.passed(), c.score())))
                    .containsExactlyElementsOf(
                            verdict.path("components")
                                    .valueStream()
                                    .map(
                                            c ->
                                                    outcome(
                                                            c.path("pass").asBoolean(),
                                                            c.path("score").asDouble()))
                                    .toList());
        }
    }

    /// Recorded scores have six decimals.
    private static String outcome(boolean passed, double score) {
        return "%s %.6f".formatted(passed, score);
    }

    private static Grade grade(JsonNode config, JsonNode verdict, ObjectNode test) {
        Attempt attempt = attempt(config, verdict, test, answer(verdict, test));
        JsonNode transform = test.path("options").path("transform");
        if (!transform.isMissingNode()) {
            switch (BENCH.grader().transform(transform, attempt)) {
                case TransformResult.Failed(String message) -> {
                    return Grade.error(message, List.of());
                }
                case TransformResult.Transformed(JsonNode value) -> {
                    if (!verdict.path("output").isNull()) {
                        assertThat(value).isEqualTo(verdict.path("output"));
                    }
                    attempt = attempt.withOutput(value);
                }
            }
        }
        JsonNode threshold = test.path("threshold");
        return BENCH.grader()
                .grade(
                        Assertions.parse(test.path("assert")),
                        threshold.isNumber()
                                ? OptionalDouble.of(threshold.asDouble())
                                : OptionalDouble.empty(),
                        Optional.ofNullable(test.get("assertScoringFunction")),
                        attempt);
    }

    /// What the provider answered. Where a transform followed, the recorded output is not it, but
    /// an echo answers the prompt; where an error followed, any answer will do.
    private static JsonNode answer(JsonNode verdict, ObjectNode test) {
        JsonNode provided = test.path("providerOutput");
        if (provided.isContainerNode() || !provided.asText().isEmpty()) {
            return provided;
        }
        boolean recorded =
                !verdict.path("output").isNull() && !test.path("options").has("transform");
        return recorded ? verdict.path("output") : verdict.path("prompt");
    }

    private static Attempt attempt(
            JsonNode config, JsonNode verdict, ObjectNode test, JsonNode output) {
        ObjectNode context = Workbench.MAPPER.createObjectNode();
        context.set("test", test);
        return new Attempt(
                output,
                verdict.path("prompt").asText(),
                (ObjectNode) verdict.path("vars"),
                RecordedMeasures.of(config, verdict),
                Workbench.MAPPER.createObjectNode(),
                context,
                Workbench.SCOPE,
                Judge.none("Nobody judges in this test"));
    }

    /// The test of that index, laid over `defaultTest`.
    static ObjectNode merged(JsonNode config, int index) {
        ObjectNode test = config.path("tests").path(index).deepCopy();
        JsonNode defaults = config.path("defaultTest");
        for (String member : List.of("metadata", "options")) {
            ObjectNode both = Workbench.MAPPER.createObjectNode();
            for (JsonNode side : List.of(defaults, (JsonNode) test)) {
                if (side.path(member) instanceof ObjectNode members) {
                    both.setAll(members);
                }
            }
            test.set(member, both);
        }
        for (String member : List.of("threshold", "assertScoringFunction")) {
            if (!test.has(member) && defaults.has(member)) {
                test.set(member, defaults.path(member));
            }
        }
        ArrayNode assertions = Workbench.MAPPER.createArrayNode();
        if (!test.path("options").path("disableDefaultAsserts").asBoolean()) {
            defaults.path("assert").forEach(assertions::add);
        }
        test.path("assert").forEach(assertions::add);
        return test.set("assert", assertions);
    }

    static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
