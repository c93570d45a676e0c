package dev.promptcards.suite;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import java.util.Optional;
import java.util.regex.Pattern;

/// Finds keys that are written out where a case or its defaults name a model. A suite is kept and
/// read by many, so it may say where a key is found, and not the key.
final class WrittenKeys {

    private static final Pattern KEY_NAME =
            Pattern.compile(
                    "(?i).*(?:(?:api|access|private|subscription)[-_]?key|token|secret|password"
                            + "|passwd|credentials?|authorization|cookie)");

    private WrittenKeys() {}

    /// What is wrong with `provider`, `options` or an assertion's `provider` of a line or of
    /// `defaults`. Never holds the key itself.
    static Optional<String> fault(ObjectNode written) {
        return at("provider", written.path("provider"))
                .or(() -> at("options", written.path("options")))
                .or(() -> inAssertions("assert", written.path("assert")))
                .map(
                        place ->
                                ("'%s' holds a key, and a suite is kept. Write the name of a"
                                     + " variable (\"apiKeyEnvar\": \"NAME\", or {{env.NAME}} in a"
                                     + " header), and give its value with the run (`secrets`,"
                                     + " `env`)")
                                        .formatted(place));
    }

    private static Optional<String> inAssertions(String path, JsonNode assertions) {
        for (int i = 0; i < assertions.size(); i++) {
            var assertion = assertions.path(i);
            var place = path + "[" + i + "]";
            var found =
                    at(place + ".provider", assertion.path("provider"))
                            .or(() -> inAssertions(place + ".assert", assertion.path("assert")));
            if (found.isPresent()) {
                return found;
            }
        }
        return Optional.empty();
    }

    /// The body of a request is what is asked, whatever its members are called.
    private static Optional<String> at(String path, JsonNode node) {
        for (var field : node.properties()) {
            var place = path + "." + field.getKey();
            var value = field.getValue();
            if (KEY_NAME.matcher(field.getKey()).matches() && isWrittenOut(value)) {
                return Optional.of(place);
            }
            var within =
                    field.getKey().equals("body") ? Optional.<String>empty() : at(place, value);
            if (within.isPresent()) {
                return within;
            }
        }
        return Optional.empty();
    }

    private static boolean isWrittenOut(JsonNode value) {
        return value.isTextual()
                && !value.textValue().isBlank()
                && !value.textValue().contains("{{");
    }
}
