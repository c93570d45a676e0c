package dev.promptcards.assertion.tools;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.promptcards.assertion.json.JavaScriptText;
import dev.promptcards.assertion.kind.Finding;
import dev.promptcards.assertion.kind.ToolAssertion;
import dev.promptcards.assertion.tools.Calls.Call;

import java.util.Collection;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/// Judges [ToolAssertion]s. Safe for use by many threads.
public final class ToolKinds {

    private final CallChecks checks = new CallChecks();

    /// What an output shows of `assertion`.
    ///
    /// @param config what the provider was asked with: `functions` and `tools` are in it
    /// @param metadata what the provider said beside its answer: `skillCalls` is in it
    public Finding judge(
            ToolAssertion assertion, JsonNode output, ObjectNode config, JsonNode metadata) {
        return switch (assertion) {
            case ToolAssertion.ValidCall() -> checks.any(output, config);
            case ToolAssertion.ValidFunctionCall() -> checks.function(output, config);
            case ToolAssertion.ValidToolsCall() -> checks.tools(output, config);
            case ToolAssertion.ToolCallF1 a -> f1(a, output);
            case ToolAssertion.SkillsUsed a -> Skills.used(a, metadata);
            case ToolAssertion.SkillCount a -> Skills.count(a, metadata);
        };
    }

    /// F1 of van Rijsbergen 1979 over the sets of names: 2 × common ÷ (called + expected).
    private static Finding f1(ToolAssertion.ToolCallF1 assertion, JsonNode output) {
        Set<String> called = Calls.in(output).stream().map(Call::name).collect(Collectors.toSet());
        Set<String> expected = assertion.expected();
        double common = expected.stream().filter(called::contains).count();
        double f1 = 2 * common / (called.size() + expected.size());
        String scored = "Tool Call F1 score " + JavaScriptText.fixed(f1, 3) + " is ";
        String details =
                " threshold %s. Expected: [%s], Called: [%s]"
                        .formatted(
                                JavaScriptText.number(assertion.threshold()),
                                sorted(expected),
                                called.isEmpty() ? "(none)" : sorted(called));
        return Finding.graded(
                f1 >= assertion.threshold(),
                f1,
                scored + "below" + details,
                scored + "at or above" + details);
    }

    private static String sorted(Collection<String> names) {
        return String.join(", ", new TreeSet<>(names));
    }
}
