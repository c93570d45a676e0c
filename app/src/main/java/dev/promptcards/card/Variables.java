package dev.promptcards.card;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.promptcards.problem.StorableText;
import dev.promptcards.problem.Violation;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;

/// Checks values against the variables a version declares, before any call is paid. A value of a
/// name that is not declared passes: test data often holds more columns than one prompt uses. A
/// version that declares nothing accepts anything.
public final class Variables {

    private static final int MAX_NAME = 200;

    private Variables() {}

    /// The outcome of a check.
    public sealed interface Checked {

        /// The values with defaults filled in.
        record Accepted(ObjectNode values) implements Checked {}

        /// Every value that is missing or wrong, at once.
        record Refused(List<Violation> violations) implements Checked {}
    }

    /// Checks `values` and fills in defaults; a null counts as not given.
    public static Checked check(List<Variable> declared, ObjectNode values) {
        var filled = values.deepCopy();
        var violations = new ArrayList<Violation>();
        for (var variable : declared) {
            var given = values.path(variable.name());
            boolean absent = given.isMissingNode() || given.isNull();
            if (!absent && !variable.accepts(given)) {
                violations.add(violation(variable, given));
            } else if (absent && variable.fallback().isPresent()) {
                filled.set(variable.name(), variable.fallback().get());
            } else if (absent && variable.required()) {
                violations.add(violation(variable, given));
            }
        }
        return violations.isEmpty()
                ? new Checked.Accepted(filled)
                : new Checked.Refused(List.copyOf(violations));
    }

    /// What is wrong with a list of declarations themselves.
    static List<Violation> faults(List<Variable> declared) {
        var faults = new ArrayList<Violation>();
        var names = new HashSet<String>();
        for (int i = 0; i < declared.size(); i++) {
            var variable = declared.get(i);
            var at = "variables[" + i + "]";
            nameFault(variable.name()).ifPresent(fault -> faults.add(new Violation(at, fault)));
            if (!names.add(variable.name())) {
                faults.add(new Violation(at, "the name is declared twice; names are unique"));
            }
            if (variable.type() == VariableType.ENUM && variable.values().isEmpty()) {
                faults.add(new Violation(at, "an enum needs its `values`"));
            }
            if (variable.type() != VariableType.ENUM && !variable.values().isEmpty()) {
                faults.add(new Violation(at, "only an enum has `values`"));
            }
            variable.fallback()
                    .filter(value -> !variable.accepts(value))
                    .ifPresent(
                            value ->
                                    faults.add(
                                            new Violation(
                                                    at + ".default", mismatch(variable, value))));
        }
        return faults;
    }

    private static Optional<String> nameFault(String name) {
        if (name.isBlank() || name.length() > MAX_NAME) {
            return Optional.of("a name has 1 to 200 characters");
        }
        return StorableText.fault(name).map(fault -> "the name " + fault);
    }

    private static Violation violation(Variable variable, JsonNode given) {
        return new Violation("values." + variable.name(), mismatch(variable, given));
    }

    private static String mismatch(Variable variable, JsonNode given) {
        boolean otherText = variable.type() == VariableType.ENUM && given.isTextual();
        return "expected "
                + variable.expectation()
                + ", got "
                + (otherText ? "another string" : VariableType.nameOf(given));
    }
}
