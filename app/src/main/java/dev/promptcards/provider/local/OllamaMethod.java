package dev.promptcards.provider.local;

import java.util.Optional;
import java.util.Set;

/// What Ollama can be asked for: where, and with which keys beside `options`, as in promptfoo.
enum OllamaMethod {
    CHAT("/api/chat", Set.of("tools", "think", "keep_alive", "format", "truncate")),
    COMPLETION(
            "/api/generate",
            Set.of(
                    "think",
                    "keep_alive",
                    "format",
                    "truncate",
                    "suffix",
                    "system",
                    "template",
                    "raw")),
    EMBEDDING("/api/embed", Set.of("keep_alive", "truncate", "dimensions"));

    private final String path;
    private final Set<String> beside;

    OllamaMethod(String path, Set<String> beside) {
        this.path = path;
        this.beside = beside;
    }

    /// By the word an id has for it.
    static Optional<OllamaMethod> named(String word) {
        return switch (word) {
            case "chat" -> Optional.of(CHAT);
            case "completion" -> Optional.of(COMPLETION);
            case "embedding", "embeddings" -> Optional.of(EMBEDDING);
            default -> Optional.empty();
        };
    }

    String path() {
        return path;
    }

    boolean takes(String key) {
        return beside.contains(key);
    }
}
