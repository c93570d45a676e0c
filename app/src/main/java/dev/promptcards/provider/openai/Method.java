package dev.promptcards.provider.openai;

import dev.promptcards.provider.api.Endpoint;
import dev.promptcards.provider.api.Pricing;
import dev.promptcards.provider.api.Protocol;

import java.util.Map;

/// What can be asked of a model, by the word an id has for it.
enum Method {
    CHAT,
    COMPLETION,
    EMBEDDING,
    MODERATION,
    RESPONSES;

    /// Chats, where the word is none of the others: then it is a model's name.
    static Method named(String word) {
        return switch (word) {
            case "completion" -> COMPLETION;
            case "embedding", "embeddings" -> EMBEDDING;
            case "moderation" -> MODERATION;
            case "responses" -> RESPONSES;
            default -> CHAT;
        };
    }

    String word() {
        return switch (this) {
            case CHAT -> "chat";
            case COMPLETION -> "completion";
            case EMBEDDING -> "embedding";
            case MODERATION -> "moderation";
            case RESPONSES -> "responses";
        };
    }

    /// The model in what an id has behind its vendor: `chat:MODEL`, or `MODEL` alone for a chat.
    String modelIn(String rest) {
        int colon = rest.indexOf(':');
        String first = colon < 0 ? rest : rest.substring(0, colon);
        boolean isWord = first.equals(word()) || (this == EMBEDDING && first.equals("embeddings"));
        if (!isWord) {
            return rest;
        }
        return colon < 0 ? "" : rest.substring(colon + 1);
    }

    /// Parameters that have a default in the environment; only what answers with a text has any.
    Map<String, String> defaults() {
        return switch (this) {
            case CHAT, COMPLETION, RESPONSES -> ChatParameters.FROM_ENVIRONMENT;
            case EMBEDDING, MODERATION -> Map.of();
        };
    }

    Protocol at(Endpoint endpoint, Pricing pricing) {
        return switch (this) {
            case CHAT -> new ChatProtocol(endpoint, pricing);
            case COMPLETION -> new CompletionProtocol(endpoint, pricing);
            case EMBEDDING -> new EmbeddingProtocol(endpoint, pricing);
            case MODERATION -> new ModerationProtocol(endpoint);
            case RESPONSES -> new ResponsesProtocol(endpoint, pricing);
        };
    }
}
