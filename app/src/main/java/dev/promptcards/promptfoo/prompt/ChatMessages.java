package dev.promptcards.promptfoo.prompt;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;

import java.util.Optional;

/// Recognises prompts that are chats.
final class ChatMessages {

    private static final JsonMapper JSON = new JsonMapper();

    private ChatMessages() {}

    /// The messages, if the text is a JSON list of nothing but `{role, content}` with texts. Richer
    /// messages stay a template: they are parsed once rendered.
    static Optional<JsonNode> plain(String raw) {
        if (!raw.stripLeading().startsWith("[")) {
            return Optional.empty();
        }
        try {
            JsonNode messages = JSON.readTree(raw);
            boolean plain =
                    messages.isArray()
                            && !messages.isEmpty()
                            && messages.valueStream().allMatch(ChatMessages::isPlain);
            return plain ? Optional.of(messages) : Optional.empty();
        } catch (JsonProcessingException _) {
            return Optional.empty();
        }
    }

    private static boolean isPlain(JsonNode message) {
        return message.size() == 2
                && message.path("role").isTextual()
                && message.path("content").isTextual();
    }
}
