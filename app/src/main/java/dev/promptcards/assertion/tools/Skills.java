package dev.promptcards.assertion.tools;

import com.fasterxml.jackson.databind.JsonNode;

import dev.promptcards.assertion.kind.Finding;
import dev.promptcards.assertion.kind.ToolAssertion;
import dev.promptcards.assertion.structure.BoundedPattern;

import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// The kind `skill-used`: what an agent's provider reports in its metadata as `skillCalls`, those
/// that ended in an error left out.
final class Skills {

    private Skills() {}

    static Finding used(ToolAssertion.SkillsUsed assertion, JsonNode metadata) {
        List<String> used = names(metadata).toList();
        List<String> expected = assertion.names();
        List<String> missing = expected.stream().filter(name -> !used.contains(name)).toList();
        boolean holds = assertion.any() ? missing.size() < expected.size() : missing.isEmpty();
        return Finding.of(
                holds,
                "Missing required skill(s): " + String.join(", ", missing) + actual(used),
                "Forbidden skill(s) were used, of: " + String.join(", ", expected) + actual(used));
    }

    static Finding count(ToolAssertion.SkillCount assertion, JsonNode metadata) {
        BoundedPattern pattern = wildcards(assertion.pattern());
        try {
            List<String> used = names(metadata).filter(pattern::matches).toList();
            int most = assertion.most().orElse(Integer.MAX_VALUE);
            String counted =
                    "Skill \"%s\" was used %d time(s), expected %s"
                            .formatted(assertion.pattern(), used.size(), bounds(assertion));
            return Finding.of(
                    used.size() >= assertion.least() && used.size() <= most, counted, counted);
        } catch (BoundedPattern.TooManySteps e) {
            return new Finding.Unusable(String.valueOf(e.getMessage()));
        }
    }

    private static Stream<String> names(JsonNode metadata) {
        return metadata.path("skillCalls")
                .valueStream()
                .filter(call -> call.path("name").isTextual())
                .filter(call -> !call.path("is_error").asBoolean())
                .map(call -> call.path("name").textValue());
    }

    private static BoundedPattern wildcards(String pattern) {
        StringBuilder regex = new StringBuilder("(?is)^");
        for (char c : pattern.toCharArray()) {
            regex.append(c == '*' ? ".*" : c == '?' ? "." : Pattern.quote(String.valueOf(c)));
        }
        return new BoundedPattern(regex.append("$").toString());
    }

    private static String bounds(ToolAssertion.SkillCount assertion) {
        return assertion.most().isPresent()
                ? assertion.least() + " to " + assertion.most().getAsInt()
                : "at least " + assertion.least();
    }

    private static String actual(List<String> used) {
        return ". Used: " + (used.isEmpty() ? "(none)" : String.join(", ", used));
    }
}
