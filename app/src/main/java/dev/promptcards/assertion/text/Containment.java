package dev.promptcards.assertion.text;

import dev.promptcards.assertion.kind.Finding;
import dev.promptcards.assertion.kind.TextAssertion.Contains;
import dev.promptcards.assertion.kind.TextAssertion.ContainsAll;
import dev.promptcards.assertion.kind.TextAssertion.ContainsAny;
import dev.promptcards.assertion.kind.TextAssertion.StartsWith;

import java.util.List;
import java.util.Locale;

/// Texts within a text.
final class Containment {

    private Containment() {}

    static Finding one(Contains assertion, String output) {
        boolean ignoreCase = assertion.ignoreCase();
        boolean holds = fold(output, ignoreCase).contains(fold(assertion.part(), ignoreCase));
        String what = "contain \"" + assertion.part() + "\"";
        return Finding.of(holds, "Expected output to " + what, "Expected output to not " + what);
    }

    static Finding any(ContainsAny assertion, String output) {
        List<String> missing = missing(assertion.parts(), output, assertion.ignoreCase());
        String what = "contain one of \"" + String.join(", ", assertion.parts()) + "\"";
        return Finding.of(
                missing.size() < assertion.parts().size(),
                "Expected output to " + what,
                "Expected output to not " + what);
    }

    static Finding all(ContainsAll assertion, String output) {
        List<String> missing = missing(assertion.parts(), output, assertion.ignoreCase());
        String what = "contain all of [" + String.join(", ", assertion.parts()) + "]";
        return Finding.of(
                missing.isEmpty(),
                "Expected output to " + what + ". Missing: [" + String.join(", ", missing) + "]",
                "Expected output to not " + what);
    }

    static Finding atStart(StartsWith assertion, String output) {
        String what = "start with \"" + assertion.prefix() + "\"";
        return Finding.of(
                output.startsWith(assertion.prefix()),
                "Expected output to " + what,
                "Expected output to not " + what);
    }

    private static List<String> missing(List<String> parts, String output, boolean ignoreCase) {
        String text = fold(output, ignoreCase);
        return parts.stream().filter(part -> !text.contains(fold(part, ignoreCase))).toList();
    }

    private static String fold(String text, boolean ignoreCase) {
        return ignoreCase ? text.toLowerCase(Locale.ROOT) : text;
    }
}
