package dev.promptcards.run.worker;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.promptcards.assertion.Assertions;
import dev.promptcards.assertion.Check;
import dev.promptcards.suite.CaseOverrides;
import dev.promptcards.suite.TestCase;

import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.Stream;

/// A case together with what it inherits: its own variables and options win, assertions add up.
///
/// @param scoring what makes the score of the assertions' scores
record CaseInput(
        TestCase testCase,
        ObjectNode vars,
        ObjectNode options,
        List<Check> checks,
        OptionalDouble threshold,
        ObjectNode metadata,
        Optional<JsonNode> scoring) {

    static CaseInput of(TestCase testCase, RunPlan.Defaults defaults) {
        var options = merged(defaults.options(), testCase.options());
        var own = Assertions.parse(testCase.assertions());
        var checks =
                options.path("disableDefaultAsserts").asBoolean(false)
                        ? own
                        : Stream.concat(defaults.checks().stream(), own.stream()).toList();
        return new CaseInput(
                testCase,
                merged(defaults.vars(), testCase.vars()),
                options,
                checks,
                testCase.threshold().isPresent() ? testCase.threshold() : defaults.threshold(),
                merged(defaults.metadata(), testCase.metadata()),
                testCase.overrides().scoring().or(defaults::scoring));
    }

    /// Where the case goes another way than its columns.
    CaseOverrides overrides() {
        return testCase.overrides();
    }

    private static ObjectNode merged(ObjectNode inherited, ObjectNode own) {
        if (inherited.isEmpty()) {
            return own;
        }
        ObjectNode merged = inherited.deepCopy();
        merged.setAll(own);
        return merged;
    }
}
