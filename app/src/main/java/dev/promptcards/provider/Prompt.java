package dev.promptcards.provider;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;

/// A rendered prompt, ready to be sent: one text, or a list of chat messages.
public sealed interface Prompt {

    /// The prompt as it is stored and shown, and as `echo` answers it.
    String asText();

    /// One text; a chat provider sends it as the only message, from the user.
    record Text(String text) implements Prompt {
        @Override
        public String asText() {
            return text;
        }
    }

    /// Chat messages (`{role, content, …}`), and the text they were rendered as.
    record Chat(ArrayNode messages, String text) implements Prompt {

        /// Messages that never were a text: their text is JSON, indented by two as `JSON.stringify`
        /// does it.
        public Chat(ArrayNode messages) {
            this(messages, PromptJson.indented(messages));
        }

        @Override
        public String asText() {
            return text;
        }
    }

    /// A rendered text is a chat when it is a JSON list of objects with a `role`, as in promptfoo;
    /// anything else, also JSON of another form, is a text.
    static Prompt of(String rendered) {
        if (!opensAList(rendered)) {
            return new Text(rendered);
        }
        try {
            return PromptJson.MAPPER.readTree(rendered) instanceof ArrayNode list
                            && isMessages(list)
                    ? new Chat(list, rendered)
                    : new Text(rendered);
        } catch (JsonProcessingException e) {
            return new Text(rendered);
        }
    }

    /// A rendered JSON value: messages, or any other value as the text `JSON.stringify` gives it.
    static Prompt of(JsonNode rendered) {
        return rendered instanceof ArrayNode list && isMessages(list)
                ? new Chat(list)
                : new Text(PromptJson.indented(rendered));
    }

    private static boolean opensAList(String rendered) {
        for (int i = 0; i < rendered.length(); i++) {
            char c = rendered.charAt(i);
            if (!Character.isWhitespace(c)) {
                return c == '[';
            }
        }
        return false;
    }

    private static boolean isMessages(ArrayNode list) {
        for (JsonNode message : list) {
            if (!message.isObject() || !message.path("role").isTextual()) {
                return false;
            }
        }
        return !list.isEmpty();
    }
}
