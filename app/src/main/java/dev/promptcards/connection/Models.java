package dev.promptcards.connection;

import com.fasterxml.jackson.databind.JsonNode;

import java.util.Optional;

/// Which models may be asked through a connection.
final class Models {

    private Models() {}

    /// Why a model may not be asked; empty where it may, or where none is named.
    static Optional<String> refusal(Connection connection, JsonNode model) {
        var allowed = connection.modelList();
        return allowed.isEmpty() || !model.isTextual() || allowed.contains(model.textValue())
                ? Optional.empty()
                : Optional.of(
                        "The connection `%s` does not allow the model `%s`; it allows %s"
                                .formatted(
                                        connection.slug(),
                                        model.textValue(),
                                        String.join(", ", allowed)));
    }
}
