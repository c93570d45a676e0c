package dev.promptcards.assertion;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;

import dev.promptcards.assertion.judge.Judge;
import dev.promptcards.assertion.measure.Measures;
import dev.promptcards.script.Sandbox;
import dev.promptcards.script.ScriptScope;
import dev.promptcards.template.Templates;

import java.util.Optional;
import java.util.OptionalDouble;

/// A grader on a sandbox of its own, and short words for what tests grade.
final class Workbench implements AutoCloseable {

    /// Reads single quotes as well, so that JSON in tests stays readable.
    static final JsonMapper MAPPER =
            JsonMapper.builder().enable(JsonReadFeature.ALLOW_SINGLE_QUOTES).build();

    static final ScriptScope SCOPE = new ScriptScope("test");

    private final Sandbox sandbox;
    private final Grader grader;
    private final Comparisons comparisons;

    Workbench() {
        this(new Sandbox());
    }

    Workbench(Sandbox sandbox) {
        this.sandbox = sandbox;
        grader = new Grader(sandbox, new Templates(sandbox));
        comparisons = new Comparisons(sandbox, new Templates(sandbox));
    }

    Grader grader() {
        return grader;
    }

    Comparisons comparisons() {
        return comparisons;
    }

    /// The grade of `output` under assertions written as JSON.
    Grade grade(String assertions, String output) {
        return grade(assertions, attempt(output));
    }

    Grade grade(String assertions, Attempt attempt) {
        return grader.grade(Assertions.parse(json(assertions)), OptionalDouble.empty(), attempt);
    }

    static Attempt attempt(String output) {
        return attempt(output, "{}");
    }

    static Attempt attempt(String output, String vars) {
        return new Attempt(
                TextNode.valueOf(output),
                "the prompt",
                (ObjectNode) json(vars),
                new Measures(
                        OptionalDouble.of(120),
                        OptionalDouble.of(0.002),
                        false,
                        Optional.of("stop"),
                        Optional.empty(),
                        Optional.empty(),
                        MAPPER.createObjectNode()),
                MAPPER.createObjectNode(),
                MAPPER.createObjectNode(),
                SCOPE,
                Judge.none("Nobody judges in this test"));
    }

    /// An attempt somebody judges, under a case with these options.
    static Attempt judged(JsonNode output, ObjectNode vars, String options, Judge judge) {
        Attempt plain = attempt("");
        return new Attempt(
                output,
                plain.prompt(),
                vars,
                plain.measures(),
                (ObjectNode) json(options),
                plain.context(),
                SCOPE,
                judge);
    }

    static JsonNode json(String text) {
        try {
            return MAPPER.readTree(text);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(text, e);
        }
    }

    @Override
    public void close() {
        sandbox.close();
    }
}
