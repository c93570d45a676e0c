package dev.promptcards.suite;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.promptcards.secret.WrittenSecrets;

import java.util.ArrayList;
import java.util.Optional;
import java.util.Set;

/// Finds keys that are written out where a case or its defaults name a model. A suite is kept and
/// read by many, so it may say where a key is found, and not the key.
final class WrittenKeys {

    /// Options that are texts of the test, and none of a model's settings.
    private static final Set<String> TEXTS =
            Set.of("prefix", "suffix", "transform", "postprocess", "transformVars", "rubricPrompt");

    private WrittenKeys() {}

    /// What is wrong with `provider`, `options` or an assertion's `provider` of a line or of
    /// `defaults`. Never holds the key itself.
    static Optional<String> fault(ObjectNode written) {
        return at("provider", written.path("provider"))
                .or(() -> at("options", settings(written.path("options"))))
                .or(() -> inAssertions("assert", written.path("assert")))
                .map(
                        place ->
                                ("'%s' holds a key, or what may be one, and a suite is kept. Write"
                                     + " the name of a variable (\"apiKeyEnvar\": \"NAME\", or"
                                     + " {{env.NAME}} in a header or a URL), and give its value"
                                     + " with the run (`secrets`, `env`)")
                                        .formatted(place));
    }

    private static JsonNode settings(JsonNode options) {
        return options instanceof ObjectNode object
                ? object.objectNode().<ObjectNode>setAll(object).without(TEXTS)
                : options;
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

    private static Optional<String> at(String path, JsonNode written) {
        if (written.isMissingNode()) {
            return Optional.empty();
        }
        var found = new ArrayList<String>();
        WrittenSecrets.inProvider(
                path,
                written,
                (place, secret) -> {
                    found.add(place);
                    return secret;
                });
        return found.stream().findFirst();
    }
}
