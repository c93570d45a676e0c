package dev.promptcards.assertion;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;
import static org.junit.jupiter.api.DynamicContainer.dynamicContainer;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.promptcards.assertion.judge.Judge;
import dev.promptcards.assertion.measure.Measures;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.TestFactory;
import org.yaml.snakeyaml.Yaml;

import java.io.IOException;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/// promptfoo's own verdicts where somebody else judges, against the endpoint it was recorded with.
class JudgedConformanceTest {

    private static final List<String> FOLDERS =
            List.of(
                    "45-llm-rubric",
                    "46-factuality-closedqa",
                    "47-g-eval",
                    "48-similar",
                    "49-rag",
                    "51-webhook",
                    "52-moderation",
                    "95-rubric-prompt-open");

    private static final Workbench BENCH = new Workbench();
    private static Optional<Path> conformance = Optional.empty();
    private static Optional<Process> endpoint = Optional.empty();
    private static String base = "";

    @BeforeAll
    static void startTheEndpoint() throws IOException {
        conformance =
                SharedFolder.find("conformance")
                        .filter(folder -> Files.exists(folder.resolve("fake_llm.py")));
        assumeTrue(conformance.isPresent(), "the folder of recorded verdicts is not here");
        int port;
        try (ServerSocket free = new ServerSocket(0)) {
            port = free.getLocalPort();
        }
        base = "http://127.0.0.1:" + port + "/v1";
        try {
            endpoint =
                    Optional.of(
                            new ProcessBuilder("python3", "fake_llm.py", String.valueOf(port))
                                    .directory(conformance.get().toFile())
                                    .redirectErrorStream(true)
                                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                                    .start());
        } catch (IOException e) {
            assumeTrue(false, "there is no python3 here");
        }
        await().atMost(20, TimeUnit.SECONDS)
                .ignoreExceptionsInstanceOf(IOException.class)
                .until(
                        () -> {
                            new Socket("127.0.0.1", port).close();
                            return true;
                        });
    }

    @AfterAll
    static void close() {
        BENCH.close();
        endpoint.ifPresent(Process::destroy);
    }

    @TestFactory
    Stream<DynamicNode> verdicts_agree_with_promptfoo() {
        return FOLDERS.stream().map(name -> dynamicContainer(name, cases(name)));
    }

    private static Stream<DynamicNode> cases(String name) {
        JsonNode config = config(name);
        return golden(name)
                .valueStream()
                .filter(verdict -> !verdict.path("peer_negation_bug").asBoolean())
                .map(
                        verdict -> {
                            int index = verdict.path("test_idx").asInt();
                            ObjectNode test = ConformanceTest.merged(config, index);
                            return dynamicTest(
                                    index + " " + test.path("assert"),
                                    () -> ConformanceTest.agree(verdict, grade(verdict, test)));
                        });
    }

    @TestFactory
    Stream<DynamicNode> compared_rows_agree_with_promptfoo() {
        JsonNode config = config("50-select-best-max-score");
        Map<Integer, List<JsonNode>> rows = new TreeMap<>();
        golden("50-select-best-max-score")
                .forEach(
                        verdict ->
                                rows.computeIfAbsent(
                                                verdict.path("test_idx").asInt(),
                                                index -> new ArrayList<>())
                                        .add(verdict));
        return rows.entrySet().stream()
                .map(
                        row ->
                                dynamicTest(
                                        "row " + row.getKey(),
                                        () ->
                                                compare(
                                                        row.getValue(),
                                                        ConformanceTest.merged(
                                                                config, row.getKey()))));
    }

    private static void compare(List<JsonNode> verdicts, ObjectNode test) {
        List<Check> checks = Assertions.parse(test.path("assert"));
        assertThat(Comparisons.any(checks)).isTrue();
        ObjectNode vars = (ObjectNode) verdicts.getFirst().path("vars");
        List<Grade> grades =
                BENCH.comparisons()
                        .compare(
                                checks,
                                new Comparisons.Row(
                                        vars,
                                        (ObjectNode) test.path("options"),
                                        Workbench.SCOPE,
                                        new HttpJudge(base)),
                                verdicts.stream()
                                        .map(
                                                verdict ->
                                                        new Comparisons.Column(
                                                                Optional.of(verdict.path("output")),
                                                                grade(verdict, test)))
                                        .toList());
        for (int i = 0; i < verdicts.size(); i++) {
            ConformanceTest.agree(verdicts.get(i), grades.get(i));
            assertThat(grades.get(i).reason())
                    .startsWith(verdicts.get(i).path("reason").textValue());
        }
    }

    private static Grade grade(JsonNode verdict, ObjectNode test) {
        ObjectNode vars = verdict.path("vars").deepCopy();
        vars.putObject("env").put("OPENAI_BASE_URL", base);
        Judge judge = new HttpJudge(base);
        Attempt attempt =
                new Attempt(
                        verdict.path("output").isNull()
                                ? verdict.path("prompt")
                                : verdict.path("output"),
                        verdict.path("prompt").asText(),
                        vars,
                        new Measures(
                                OptionalDouble.of(3),
                                OptionalDouble.of(0),
                                false,
                                Optional.empty(),
                                Optional.empty(),
                                Optional.empty(),
                                Workbench.MAPPER.createObjectNode()),
                        (ObjectNode) test.path("options"),
                        Workbench.MAPPER.createObjectNode(),
                        Workbench.SCOPE,
                        judge);
        return BENCH.grader()
                .grade(Assertions.parse(test.path("assert")), OptionalDouble.empty(), attempt);
    }

    private static JsonNode config(String name) {
        Path file = conformance.orElseThrow().resolve(name).resolve("promptfooconfig.yaml");
        return Workbench.MAPPER.valueToTree(new Yaml().<Object>load(ConformanceTest.read(file)));
    }

    private static JsonNode golden(String name) {
        Path file = conformance.orElseThrow().resolve(name).resolve("golden.json");
        return Workbench.json(ConformanceTest.read(file)).path("cases");
    }
}
