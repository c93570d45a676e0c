package dev.promptcards.assertion.reading;

import com.fasterxml.jackson.databind.JsonNode;

import dev.promptcards.assertion.json.JavaScriptText;
import dev.promptcards.assertion.kind.Assertion;
import dev.promptcards.assertion.kind.ToolAssertion.SkillCount;
import dev.promptcards.assertion.kind.ToolAssertion.SkillsUsed;
import dev.promptcards.assertion.kind.ToolAssertion.ToolCallF1;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Stream;

/// The values of the kinds that look at tools and skills.
final class Tools {

    private Tools() {}

    static Assertion f1(Written written) {
        JsonNode value = written.value();
        Stream<String> names =
                value.isTextual()
                        ? Stream.of(value.textValue().split(","))
                        : value.valueStream().map(JavaScriptText::string);
        List<String> expected = names.map(String::strip).filter(name -> !name.isEmpty()).toList();
        if (expected.isEmpty() || value.isObject()) {
            throw written.bad("requires a value: array of tool names or comma-separated string");
        }
        return new ToolCallF1(
                Set.copyOf(new LinkedHashSet<>(expected)), written.threshold().orElse(1));
    }

    /// Names, of which all must have been used, and in the opposite none; or `{name or pattern,
    /// min, max}`.
    static Assertion skills(Written written) {
        return written.value().isObject()
                ? count(written)
                : new SkillsUsed(
                        written.references().stream().map(String::strip).toList(),
                        written.negated());
    }

    private static Assertion count(Written written) {
        JsonNode value = written.value();
        String name = value.path("name").asText(value.path("pattern").asText("")).strip();
        if (name.isEmpty()) {
            throw written.bad("object must include a name or pattern property");
        }
        OptionalInt most = bound(written, "max");
        int least = bound(written, "min").orElse(most.isPresent() ? 0 : 1);
        if (most.isPresent() && most.getAsInt() < least) {
            throw written.bad("object max must be greater than or equal to min");
        }
        // None at all is what an author means by "not at most 0" of a forbidden skill.
        return written.negated() && most.isPresent() && most.getAsInt() == 0
                ? new SkillCount(name, 1, OptionalInt.empty())
                : new SkillCount(name, least, most);
    }

    private static OptionalInt bound(Written written, String member) {
        JsonNode bound = written.value().path(member);
        if (bound.isMissingNode()) {
            return OptionalInt.empty();
        }
        if (!bound.isInt() || bound.intValue() < 0) {
            throw written.bad("object " + member + " must be a whole number from 0 upwards");
        }
        return OptionalInt.of(bound.intValue());
    }
}
