package dev.promptcards.run;

import com.fasterxml.jackson.databind.node.ObjectNode;

import java.util.Optional;
import java.util.UUID;

/// One version on one model: a column of the result table.
///
/// @param config the provider's configuration as written, with variables in place of keys
public record Column(
        int number,
        UUID cardId,
        int version,
        String promptLabel,
        String providerId,
        Optional<String> providerLabel,
        String providerKind,
        String model,
        ObjectNode config) {}
