package dev.promptcards.assertion;

import com.fasterxml.jackson.databind.JsonNode;

import dev.promptcards.assertion.kind.Assertion;
import dev.promptcards.assertion.reading.Written;
import dev.promptcards.assertion.script.WrittenScript;

import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/// One entry of a case's `assert` list, read once and graded any number of times. Immutable: nobody
/// writes to the JSON within.
public sealed interface Check {

    /// What every entry has, whatever it asks. `written` is the entry as its author wrote it.
    record Terms(
            String type,
            double weight,
            Optional<String> metric,
            Optional<JsonNode> transform,
            JsonNode written) {}

    Terms terms();

    /// An `assert-set`: its checks are graded by themselves, and the result counts as one.
    record Group(Terms terms, List<Check> checks, OptionalDouble threshold) implements Check {}

    /// One assertion.
    sealed interface Single extends Check {}

    /// An assertion whose value is the same for every case.
    record Plain(Terms terms, Assertion assertion) implements Single {}

    /// An assertion whose value is a template; it is read when the variables of a case are known.
    record Templated(Terms terms, Written template) implements Single {}

    /// An assertion whose value a script returns; it is read when the output is known.
    record Computed(Terms terms, Written template, WrittenScript.Module script) implements Single {}

    /// Why this can never be graded, if so: every case that holds it is an error.
    default Optional<String> fault() {
        return switch (this) {
            case Plain(Terms terms, Assertion.Unusable(String reason)) -> Optional.of(reason);
            case Group group ->
                    group.checks().stream().flatMap(check -> check.fault().stream()).findFirst();
            case Plain plain -> Optional.empty();
            case Templated templated -> Optional.empty();
            case Computed computed -> Optional.empty();
        };
    }
}
