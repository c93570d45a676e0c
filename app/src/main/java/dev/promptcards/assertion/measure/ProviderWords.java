package dev.promptcards.assertion.measure;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.promptcards.assertion.kind.Finding;
import dev.promptcards.assertion.kind.MeasureAssertion;

import java.util.Optional;

/// What the provider itself said of its answer: the kinds `finish-reason` and `guardrails`.
final class ProviderWords {

    private ProviderWords() {}

    static Finding finishReason(MeasureAssertion.FinishReason assertion, Measures measures) {
        Optional<String> reason = measures.finishReason().filter(r -> !r.isEmpty());
        if (reason.isEmpty()) {
            return new Finding.Failed("Provider did not supply stop/finish reason");
        }
        String expected = "Expected finish reason ";
        String got = "\"" + assertion.reason() + "\" but got \"" + reason.get() + "\"";
        return Finding.of(
                reason.get().equalsIgnoreCase(assertion.reason()),
                expected + got,
                expected + "other than " + got);
    }

    static Finding guardrails(Measures measures) {
        // What nobody looked at was not flagged.
        ObjectNode said = measures.guardrails().orElseGet(JsonNodeFactory.instance::objectNode);
        return Finding.of(
                !said.path("flagged").asBoolean(), flagged(said), "Content passed safety checks");
    }

    private static String flagged(ObjectNode said) {
        String what =
                said.path("flaggedInput").asBoolean()
                        ? "Prompt"
                        : said.path("flaggedOutput").asBoolean() ? "Output" : "Content";
        String reason = said.path("reason").asText("");
        return reason.isBlank() ? what + " failed safety checks" : reason;
    }
}
