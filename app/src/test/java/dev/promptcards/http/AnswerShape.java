package dev.promptcards.http;

import dev.promptcards.Api.Answer;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/// What is left of an answer without what was asked for and what is new each time: two that cannot
/// be told apart have the same.
final class AnswerShape {

    private static final Pattern ID = Pattern.compile("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");

    /// What is made anew each time: a moment, a credential, a code to type.
    private static final Pattern FRESH =
            Pattern.compile(
                    "\\d{4}-\\d\\d-\\d\\dT[0-9:.]+Z|pc[a-z]_[0-9A-Za-z_]+|[B-Z]{4}-[B-Z]{4}");

    private AnswerShape() {}

    /// Status, names of headers, and the text, without what was asked for and what is new each
    /// time.
    static String of(Answer answer, Map<String, String> values) {
        var text = answer.text();
        for (var value :
                values.values().stream()
                        .sorted(Comparator.comparing(String::length).reversed())
                        .filter(it -> it.length() > 1)
                        .toList()) {
            text = text.replace(value, "…");
        }
        text = FRESH.matcher(ID.matcher(text).replaceAll("id")).replaceAll("new");
        return answer.status() + " " + answer.headers().keySet() + "\n" + text;
    }

    /// Of the same form and length, and of nobody.
    static String absent(String value) {
        return isId(value)
                ? UUID.randomUUID().toString()
                : value.matches("\\d+") ? "7" : value.replaceAll("[a-z]", "q");
    }

    static boolean isId(String value) {
        return ID.matcher(value).matches();
    }

    /// The ids in a text.
    static List<String> ids(String text) {
        return ID.matcher(text).results().map(MatchResult::group).toList();
    }
}
