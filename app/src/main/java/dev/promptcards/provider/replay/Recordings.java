package dev.promptcards.provider.replay;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/// Recorded answers by the prompt they answer.
///
/// A line is `{"prompt" or "question", "output"}`, with `model`, `latencyMs`, `usage`
/// (`prompt_tokens`, `completion_tokens`), `cost` and `finishReason` where they are known.
final class Recordings {

    /// A line is wrong; the message says which and how.
    static final class Wrong extends Exception {

        private final String reason;

        Wrong(String reason) {
            super(reason);
            this.reason = reason;
        }

        String reason() {
            return reason;
        }
    }

    private static final int SHORT = 60;

    private final Map<String, ObjectNode> byPrompt = new HashMap<>();

    /// @param model of whose answers the recordings are; a line without a model is of any
    Recordings(Iterable<JsonNode> lines, String model) throws Wrong {
        int number = 0;
        for (JsonNode line : lines) {
            number++;
            JsonNode prompt =
                    line.path("prompt").isTextual() ? line.path("prompt") : line.path("question");
            if (!(line instanceof ObjectNode recording)
                    || !prompt.isTextual()
                    || line.path("output").isMissingNode()) {
                throw new Wrong(
                        "recording %d has no `prompt` (or `question`) and `output`"
                                .formatted(number));
            }
            if (line.path("model").asText(model).equals(model)) {
                byPrompt.putIfAbsent(prompt.asText().strip(), recording);
            }
        }
    }

    boolean isEmpty() {
        return byPrompt.isEmpty();
    }

    /// The answer recorded for the prompt, else for the longest tail of it that begins a line: so a
    /// question is found behind whatever instructions a prompt puts before it.
    Optional<ObjectNode> answer(String prompt) {
        String text = prompt.strip();
        int start = 0;
        do {
            ObjectNode found = byPrompt.get(text.substring(start).strip());
            if (found != null) {
                return Optional.of(found);
            }
            start = text.indexOf('\n', start) + 1;
        } while (start > 0);
        return Optional.empty();
    }

    /// The beginning of some recorded prompt, for a message.
    String example() {
        String first =
                byPrompt.keySet().stream()
                        .sorted()
                        .findFirst()
                        .orElse("")
                        .lines()
                        .findFirst()
                        .orElse("");
        return first.length() <= SHORT ? first : first.substring(0, SHORT) + "…";
    }
}
