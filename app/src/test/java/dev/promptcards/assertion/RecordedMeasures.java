package dev.promptcards.assertion;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.promptcards.assertion.json.JavaScriptText;
import dev.promptcards.assertion.measure.Measures;

import java.util.Optional;
import java.util.OptionalDouble;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// What the endpoint of the recorded cases answered beside its text. It does what markers in the
/// prompt tell it: `<<finish:REASON>>`, `<<lp:-0.1,-0.2>>`, `<<tools:…>>`; a token is a word.
final class RecordedMeasures {

    private static final Pattern FINISH = Pattern.compile("<<finish:(\\w+)>>");
    private static final Pattern LOG_PROBS = Pattern.compile("<<lp:([-0-9.,]+)>>");

    private RecordedMeasures() {}

    static Measures of(JsonNode config, JsonNode verdict) {
        JsonNode provider = config.path("providers").path(0);
        boolean echo = verdict.path("provider").asText().equals("echo");
        String prompt = verdict.path("prompt").asText();
        ObjectNode asked =
                provider.path("config") instanceof ObjectNode object
                        ? object
                        : Workbench.MAPPER.createObjectNode();
        int tokens = words(prompt) + words(verdict.path("output").asText());
        return new Measures(
                OptionalDouble.of(3),
                OptionalDouble.of(echo ? 0 : asked.path("cost").asDouble() * tokens),
                false,
                echo ? Optional.empty() : Optional.of(finishReason(prompt)),
                logProbs(prompt),
                Optional.empty(),
                asked);
    }

    private static String finishReason(String prompt) {
        Matcher marker = FINISH.matcher(prompt);
        String said = marker.find() ? marker.group(1) : "stop";
        return said.equals("tool_use") || prompt.contains("<<tools:") ? "tool_calls" : said;
    }

    private static Optional<JsonNode> logProbs(String prompt) {
        Matcher marker = LOG_PROBS.matcher(prompt);
        return marker.find()
                ? Optional.of(
                        Workbench.MAPPER.valueToTree(
                                Stream.of(marker.group(1).split(","))
                                        .map(Double::valueOf)
                                        .toList()))
                : Optional.empty();
    }

    private static int words(String text) {
        return JavaScriptText.words(text).size();
    }
}
